package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.List;

/**
 * The zones of a zonegroup, fastest first, in tiers: zones of one tier are as good as each other for the client, so
 * that weights may choose among them. Immutable; equal rankings are shared by reference inside a map.
 *
 * @param tiers zone ids; no tier is empty, no zone stands twice
 */
public record Ranking(List<List<String>> tiers) {
    /** Copies the tiers. */
    public Ranking {
        List<List<String>> copy = new ArrayList<>(tiers.size());
        for (List<String> tier : tiers) {
            copy.add(List.copyOf(tier));
        }
        tiers = List.copyOf(copy);
    }

    /** Returns the zones in order, tiers joined. */
    public List<String> zones() {
        return tiers.stream().flatMap(List::stream).toList();
    }
}
