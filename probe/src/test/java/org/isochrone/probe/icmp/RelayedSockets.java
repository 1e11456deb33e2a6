package org.isochrone.probe.icmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** Real sockets whose arrivals pass through the hands of a test: lost, changed, doubled. */
final class RelayedSockets implements EchoSockets {
    private final EchoSockets real;
    private final Function<Arrival, List<Arrival>> change;

    record Arrival(IpAddress from, int port, ByteBuffer message, long kernelNanos, ClockReading taken) {
        /** As a network may send it twice. */
        List<Arrival> twice() {
            return List.of(this, this);
        }

        List<Arrival> fromElsewhere() {
            return List.of(new Arrival(IpAddress.parse("127.9.9.9"), port, message, kernelNanos, taken));
        }

        /** Changes a bit of the token. */
        List<Arrival> tampered() {
            int at = message.position() + 12;
            message.put(at, (byte) (message.get(at) ^ 1));
            return List.of(this);
        }

        /** As a wall clock has it that is ahead. */
        List<Arrival> stampedLater(long nanos) {
            return List.of(new Arrival(from, port, message, kernelNanos == 0 ? 0 : kernelNanos + nanos, taken));
        }
    }

    RelayedSockets(Clocks clocks, Function<Arrival, List<Arrival>> change) {
        this.real = new KernelEchoSockets(SourceAddresses.ANY, clocks);
        this.change = change;
    }

    @Override
    public Poller poller() {
        return real.poller();
    }

    @Override
    public Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException {
        return real.open(
                family,
                loop,
                (from, port, message, kernelNanos, taken) -> change.apply(
                                new Arrival(from, port, message, kernelNanos, taken))
                        .forEach(each ->
                                arrivals.arrived(each.from, each.port, each.message, each.kernelNanos, each.taken)));
    }
}
