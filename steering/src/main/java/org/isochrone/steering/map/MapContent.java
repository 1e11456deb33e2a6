package org.isochrone.steering.map;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.Prefix;

/**
 * What a map builder hands over to be encoded. Immutable.
 *
 * @param version the map's name
 * @param createdAt when it was built; whole seconds
 * @param rankings by zonegroup id, then by prefix, which may cover each other: the longest match counts. The empty
 *     zonegroup id stands for all zones of the realm
 * @param estimates what the rankings rest on, one per prefix, for explaining; put in order of prefix
 */
public record MapContent(
        MapVersion version,
        Instant createdAt,
        SortedMap<String, SortedMap<Prefix, Ranking>> rankings,
        List<PrefixEstimates> estimates) {
    /** Copies everything; rejects fractions of a second and a prefix that has two estimates. */
    public MapContent {
        if (!createdAt.equals(createdAt.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("createdAt must be whole seconds: " + createdAt);
        }
        SortedMap<String, SortedMap<Prefix, Ranking>> copy = new TreeMap<>();
        rankings.forEach((zonegroup, byPrefix) ->
                copy.put(zonegroup, Collections.unmodifiableSortedMap(new TreeMap<Prefix, Ranking>(byPrefix))));
        rankings = Collections.unmodifiableSortedMap(copy);
        estimates = estimates.stream()
                .sorted(Comparator.comparing(PrefixEstimates::prefix))
                .toList();
        for (int i = 1; i < estimates.size(); i++) {
            Prefix prefix = estimates.get(i).prefix();
            if (prefix.equals(estimates.get(i - 1).prefix())) {
                throw new IllegalArgumentException("must have estimates once: " + prefix);
            }
        }
    }
}
