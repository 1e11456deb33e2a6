package org.isochrone.probe.passive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Names the clients behind round trips as targets, where somebody has asked for that: else nothing but their prefix
 * leaves this host. A few of each prefix are enough to find those that answer. Memory is bounded. Not safe for several
 * threads.
 */
public final class ClientAddresses implements RoundTripSink {
    /** Addresses of one prefix; each is tried by three methods, and a prefix keeps 48 targets. */
    public static final int PER_PREFIX = 8;

    /** Prefixes that are remembered; beyond that all are forgotten, and named once more if they come again. */
    private static final int MOST_PREFIXES = 50_000;

    private static final int BATCH = 500;

    private final RoundTripSink next;
    private final AddressPolicy policy;
    private final TargetStore store;
    private final Map<Prefix, Set<IpAddress>> seen = new HashMap<>();
    private final List<IpAddress> waiting = new ArrayList<>();
    private long added;

    /**
     * Hands every round trip on, and notes whose it was.
     *
     * @param policy who may be probed
     * @param store takes the targets
     */
    public ClientAddresses(RoundTripSink next, AddressPolicy policy, TargetStore store) {
        this.next = next;
        this.policy = policy;
        this.store = store;
    }

    @Override
    public void roundTrip(long second, IpFamily family, long high, long low, int micros) {
        next.roundTrip(second, family, high, low, micros);
        IpAddress address = new IpAddress(family, high, low);
        Set<IpAddress> ofPrefix = seen.computeIfAbsent(address.leaf(), _ -> new HashSet<>());
        if (ofPrefix.size() < PER_PREFIX
                && ofPrefix.add(address)
                && policy.refusalOfClient(address).isEmpty()) {
            waiting.add(address);
        }
    }

    /**
     * Names those that were not named yet.
     *
     * @throws org.isochrone.steering.port.StoreException if the store is away; they are named the next time
     */
    public void offer() {
        while (!waiting.isEmpty()) {
            List<IpAddress> batch = waiting.subList(0, Math.min(BATCH, waiting.size()));
            added += store.offer(batch.stream()
                    .flatMap(address -> Candidate.every(address, TargetSource.PASSIVE).stream())
                    .toList());
            batch.clear();
        }
        if (seen.size() > MOST_PREFIXES) {
            seen.clear();
        }
    }

    /** Returns how many targets the store did not have before, each method of an address counted. */
    public long added() {
        return added;
    }
}
