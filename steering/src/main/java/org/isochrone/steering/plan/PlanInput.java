package org.isochrone.steering.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;

/**
 * What a plan is made from.
 *
 * @param topology the zones, and where they stand
 * @param clients the client prefixes that have targets, in order
 * @param networks covering networks, which say where clients are that do not say it themselves
 * @param weights questions by client prefix; a prefix that did not ask may be missing
 * @param map the published map, if there is one
 * @param shortest between two bursts of the heaviest pair
 * @param longest between two bursts of the lightest pair
 * @param now the wall clock
 */
public record PlanInput(
        Topology topology,
        List<ClientPrefix> clients,
        List<ClientPrefix> networks,
        Map<Prefix, Long> weights,
        Optional<LatencyMap> map,
        Duration shortest,
        Duration longest,
        Instant now) {
    /** Copies the collections. */
    public PlanInput {
        clients = List.copyOf(clients);
        networks = List.copyOf(networks);
        weights = Collections.unmodifiableMap(new HashMap<>(weights));
    }
}
