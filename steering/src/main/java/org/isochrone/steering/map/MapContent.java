package org.isochrone.steering.map;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.Prefix;

/**
 * What a map builder hands over to be encoded. Immutable.
 *
 * @param version the map's name
 * @param createdAt when it was built; whole seconds
 * @param rankings by zonegroup id, then by prefix, which may cover each other: the longest match counts. The empty
 *     zonegroup id stands for all zones of the realm
 * @param estimates what the rankings rest on, for explaining
 */
public record MapContent(
        MapVersion version, Instant createdAt, SortedMap<String, RankedPrefixes> rankings, EstimateTable estimates) {
    /** Copies the map of rankings; rejects fractions of a second. */
    public MapContent {
        if (!createdAt.equals(createdAt.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("createdAt must be whole seconds: " + createdAt);
        }
        rankings = Collections.unmodifiableSortedMap(new TreeMap<>(rankings));
    }

    /**
     * Returns content of small things.
     *
     * @throws IllegalArgumentException if a prefix has two estimates, or one of them cannot be kept in a table
     */
    public static MapContent of(
            MapVersion version,
            Instant createdAt,
            SortedMap<String, SortedMap<Prefix, Ranking>> rankings,
            List<PrefixEstimates> estimates) {
        SortedMap<String, RankedPrefixes> ranked = new TreeMap<>();
        rankings.forEach((zonegroup, entries) -> ranked.put(zonegroup, RankedPrefixes.of(entries)));
        return new MapContent(version, createdAt, ranked, EstimateTable.of(estimates));
    }
}
