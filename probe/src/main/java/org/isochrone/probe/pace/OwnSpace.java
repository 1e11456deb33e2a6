package org.isochrone.probe.pace;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;

/**
 * Our own space, in which there are no clients: what is answered for our zones, what the hosts of their endpoints stand
 * for, the networks that this machine's interfaces are in, and what is configured. Nobody waits for a name here; while
 * nobody has said what a host stands for, {@link #unsure} says so. Safe for any thread.
 */
public final class OwnSpace {
    private final Supplier<Optional<Topology>> topology;
    private final Supplier<Map<String, Set<IpAddress>>> hosts;
    private final Supplier<List<String>> unknownHosts;
    private final Supplier<Set<Prefix>> local;
    private final Set<Prefix> configured;
    private Optional<Topology> seen = Optional.empty();
    private Map<String, Set<IpAddress>> seenHosts = Map.of();
    private Set<IpAddress> addresses = Set.of();
    private Set<Prefix> leaves = Set.of();

    /** The space of a peer: of {@code topology}, of {@code hosts}, of this machine, and {@code configured}. */
    public OwnSpace(
            Supplier<Optional<Topology>> topology, KnownHosts hosts, Set<Prefix> configured, LongSupplier nanoTime) {
        this(topology, hosts::now, hosts::unknown, new LocalNetworks(nanoTime), configured);
    }

    private OwnSpace(
            Supplier<Optional<Topology>> topology,
            Supplier<Map<String, Set<IpAddress>>> hosts,
            Supplier<List<String>> unknownHosts,
            Supplier<Set<Prefix>> local,
            Set<Prefix> configured) {
        this.topology = topology;
        this.hosts = hosts;
        this.unknownHosts = unknownHosts;
        this.local = local;
        this.configured = Set.copyOf(configured);
    }

    /** Returns a space without addresses. */
    public static OwnSpace none() {
        return new OwnSpace(Optional::empty, Map::of, List::of, Set::of, Set.of());
    }

    /** The addresses of the zones of {@code topology} and what is configured, by somebody who looks no names up. */
    public static OwnSpace of(Topology topology, Set<Prefix> configured) {
        return new OwnSpace(() -> Optional.of(topology), Map::of, List::of, Set::of, configured);
    }

    /** Returns why nobody can tell whether an address is ours, for people; empty if that is known. */
    public Optional<String> unsure() {
        List<String> unknown = unknownHosts.get();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("the resolver says nothing of " + String.join(", ", unknown)
                        + ", which is ours: a target may be");
    }

    /** Tells whether an address is one of ours. */
    public synchronized boolean contains(IpAddress address) {
        look();
        return addresses.contains(address) || networks().anyMatch(ours -> ours.contains(address));
    }

    /** Tells whether an address of ours is in the same /24 or /48. */
    synchronized boolean holdsLeafOf(IpAddress address) {
        look();
        Prefix leaf = address.leaf();
        return leaves.contains(leaf) || networks().anyMatch(ours -> ours.covers(leaf) || leaf.covers(ours));
    }

    private Stream<Prefix> networks() {
        return Stream.concat(configured.stream(), local.get().stream());
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
