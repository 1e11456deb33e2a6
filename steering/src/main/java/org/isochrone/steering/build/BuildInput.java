package org.isochrone.steering.build;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;

/**
 * Everything that a map follows from. The order of lists does not matter.
 *
 * @param topology the zones and zonegroups
 * @param clients client prefixes; one that was measured need not be listed
 * @param networks covering prefixes, so that a client that was never seen finds the longest covering knowledge
 * @param bursts what was measured inside the window
 * @param weights questions per client prefix, for the share of traffic that moves
 * @param memory what the last build remembered
 * @param serial the new map's serial
 * @param now the wall clock
 */
public record BuildInput(
        Topology topology,
        List<ClientPrefix> clients,
        List<ClientPrefix> networks,
        BurstWindow bursts,
        Map<Prefix, Long> weights,
        BuilderState memory,
        long serial,
        Instant now) {
    /** Copies the collections. */
    public BuildInput {
        clients = List.copyOf(clients);
        networks = List.copyOf(networks);
        weights = Map.copyOf(weights);
    }
}
