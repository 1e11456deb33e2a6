package org.isochrone.probe.pace;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;

/**
 * The addresses of our own zones, which are no clients: what is answered for them, and what the hosts of their
 * endpoints stand for as far as that is known. Nobody waits for a name here. Safe for any thread.
 */
public final class OwnSpace {
    private final Supplier<Optional<Topology>> topology;
    private final Supplier<Map<String, Set<IpAddress>>> hosts;
    private Optional<Topology> seen = Optional.empty();
    private Map<String, Set<IpAddress>> seenHosts = Map.of();
    private Set<IpAddress> addresses = Set.of();
    private Set<Prefix> leaves = Set.of();

    /** The addresses of the zones of {@code topology}, and what is known of {@code hosts}. */
    public OwnSpace(Supplier<Optional<Topology>> topology, KnownHosts hosts) {
        this(topology, hosts::now);
    }

    private OwnSpace(Supplier<Optional<Topology>> topology, Supplier<Map<String, Set<IpAddress>>> hosts) {
        this.topology = topology;
        this.hosts = hosts;
    }

    /** Returns a space without addresses. */
    public static OwnSpace none() {
        return new OwnSpace(Optional::empty, Map::of);
    }

    /** The addresses of the zones of {@code topology}, by somebody who looks no names up. */
    public static OwnSpace of(Topology topology) {
        return new OwnSpace(() -> Optional.of(topology), Map::of);
    }

    /** Tells whether an address is one of ours. */
    public synchronized boolean contains(IpAddress address) {
        look();
        return addresses.contains(address);
    }

    /** Tells whether an address of ours is in the same /24 or /48. */
    synchronized boolean holdsLeafOf(IpAddress address) {
        look();
        return leaves.contains(address.leaf());
    }

    private void look() {
        Optional<Topology> now = topology.get();
        Map<String, Set<IpAddress>> nowHosts = hosts.get();
        if (!now.equals(seen) || !nowHosts.equals(seenHosts)) {
            Set<IpAddress> found = new HashSet<>();
            nowHosts.values().forEach(found::addAll);
            now.ifPresent(known ->
                    known.zones().forEach(zone -> found.addAll(zone.steering().addresses())));
            addresses = found;
            leaves = found.stream().map(IpAddress::leaf).collect(Collectors.toSet());
            seen = now;
            seenHosts = nowHosts;
        }
    }
}
