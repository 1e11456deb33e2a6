package org.isochrone.probe.pace;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.isochrone.probe.health.Endpoint;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of our own zones, which are no clients: what is answered for them, and what the names of their
 * endpoints stand for. Names are looked up when the topology changes; one that cannot be looked up is passed over. Safe
 * for any thread.
 */
public final class OwnSpace {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSpace.class);

    private final Supplier<Optional<Topology>> topology;
    private Optional<Topology> seen = Optional.empty();
    private Set<IpAddress> addresses = Set.of();

    /** The addresses of the zones of {@code topology}. */
    public OwnSpace(Supplier<Optional<Topology>> topology) {
        this.topology = topology;
    }

    /** Returns a space without addresses. */
    public static OwnSpace none() {
        return new OwnSpace(Optional::empty);
    }

    /** Tells whether an address is one of ours. */
    public synchronized boolean contains(IpAddress address) {
        Optional<Topology> now = topology.get();
        if (!now.equals(seen)) {
            addresses = now.map(OwnSpace::read).orElse(Set.of());
            seen = now;
        }
        return addresses.contains(address);
    }

    private static Set<IpAddress> read(Topology topology) {
        Set<IpAddress> found = new HashSet<>();
        topology.zones().forEach(zone -> found.addAll(zone.steering().addresses()));
        for (Endpoint endpoint : Endpoint.of(topology)) {
            try {
                for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
                    found.add(IpAddress.of(address));
                }
            } catch (UnknownHostException e) {
                // Health checks say so, and nobody can be probed by a name that stands for nothing.
                LOG.debug("{}: unknown host", endpoint.url(), e);
            }
        }
        return found;
    }
}
