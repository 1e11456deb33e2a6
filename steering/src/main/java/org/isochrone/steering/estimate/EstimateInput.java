package org.isochrone.steering.estimate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * What an estimator works on.
 *
 * @param bursts what was measured; its zones are the zones estimated for
 * @param clients client prefixes; one that was measured need not be listed
 * @param networks covering prefixes, with what is known of their place
 * @param zoneLocations where zones stand, by id; a zone may be missing
 * @param now the wall clock
 * @param window how old a burst may be
 */
public record EstimateInput(
        BurstWindow bursts,
        List<ClientPrefix> clients,
        List<ClientPrefix> networks,
        Map<String, GeoPoint> zoneLocations,
        Instant now,
        Duration window) {
    /** Copies the collections. */
    public EstimateInput {
        clients = List.copyOf(clients);
        networks = List.copyOf(networks);
        zoneLocations = Map.copyOf(zoneLocations);
    }
}
