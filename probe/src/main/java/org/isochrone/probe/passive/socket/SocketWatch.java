package org.isochrone.probe.passive.socket;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.passive.ClientAddresses;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.probe.passive.PassiveConfig;
import org.isochrone.probe.passive.RoundTripSink;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.port.TargetStore;

/**
 * Looks at this host's TCP connections again and again, and makes a burst of each client prefix and five minutes. Safe
 * for any thread.
 */
public final class SocketWatch implements AutoCloseable {
    private final SocketList sockets;
    private final PassiveAggregator aggregator;
    private final Optional<ClientAddresses> addresses;
    private final Consumer<List<Burst>> sink;
    private final Clocks clocks;
    private final LongAdder seen = new LongAdder();
    private final LongAdder made = new LongAdder();

    /**
     * Starts with nothing seen.
     *
     * @param zone id of the zone this host serves in
     * @param policy which clients count
     * @param sink keeps bursts
     * @param targets takes the addresses of clients, if they are to be kept
     */
    public SocketWatch(
            PassiveConfig config,
            String zone,
            AddressPolicy policy,
            Consumer<List<Burst>> sink,
            TargetStore targets,
            Clocks clocks) {
        this.sockets = new SocketList(config.ports());
        this.clocks = clocks;
        this.sink = sink;
        this.aggregator = new PassiveAggregator(zone, policy, PassiveAggregator.DEFAULT_CAPACITY, this::keep);
        this.addresses = config.keepAddresses()
                ? Optional.of(new ClientAddresses(aggregator, policy, targets))
                : Optional.empty();
    }

    private void keep(List<Burst> bursts) {
        sink.accept(bursts);
        made.add(bursts.size());
    }

    /**
     * Looks once, and hands on the bursts of every five minutes that are over.
     *
     * @throws IOException if the kernel does not list its sockets; what is over is handed on all the same
     * @throws org.isochrone.steering.port.StoreException if addresses are to be kept and the store is away; what is
     *     over is handed on all the same, and the addresses with the next look
     */
    public synchronized void look() throws IOException {
        long now = clocks.wall().instant().getEpochSecond();
        try {
            RoundTripSink whole = addresses.isPresent() ? addresses.get() : aggregator;
            seen.add(sockets.read(now, whole));
        } finally {
            aggregator.flushBefore(now);
        }
        addresses.ifPresent(ClientAddresses::offer);
    }

    /** Returns how many round trips were seen. */
    public long seen() {
        return seen.sum();
    }

    /** Returns how many bursts were made. */
    public long made() {
        return made.sum();
    }

    /** Hands on what was seen of five minutes that are not over. */
    @Override
    public synchronized void close() {
        aggregator.flush();
    }
}
