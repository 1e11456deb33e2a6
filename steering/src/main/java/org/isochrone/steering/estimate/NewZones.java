package org.isochrone.steering.estimate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * What would be believed of zones that do not exist yet: from distance, by the detours and access lines that the
 * estimates of the others show.
 */
public final class NewZones {
    private NewZones() {}

    /**
     * Returns a table with the measured pairs of {@code known}, and predictions by distance for every pair without.
     *
     * @param zoneLocations where zones stand, the new ones too, by id
     */
    public static EstimateTable predict(
            Iterable<PrefixEstimates> known,
            List<ClientPrefix> clients,
            List<ClientPrefix> networks,
            Map<String, GeoPoint> zoneLocations) {
        SortedSet<String> zones = new TreeSet<>(zoneLocations.keySet());
        known.forEach(row -> zones.addAll(row.byZone().keySet()));
        Places places = new Places(new EstimateInput(
                new BurstWindow(zones), clients, networks, zoneLocations, Instant.EPOCH, Duration.ZERO));
        EstimateTable table = new EstimateTable(places.prefixes(), List.copyOf(zones));
        for (PrefixEstimates estimates : known) {
            table.row(estimates.prefix())
                    .ifPresent(row -> estimates.byZone().forEach((zone, estimate) -> {
                        if (estimate.provenance() == Provenance.MEASURED) {
                            int newest = BurstWindow.second(estimate.newest());
                            table.measured(
                                    row,
                                    table.zones().indexOf(zone),
                                    estimate.rttNanos(),
                                    estimate.errorNanos(),
                                    estimate.bursts(),
                                    newest);
                        }
                    }));
        }
        new DistancePredictor().predict(table, places, new Distances(table, places, zoneLocations));
        return table;
    }
}
