package org.isochrone.steering.build;

import java.util.HashMap;
import java.util.Map;
import org.isochrone.steering.map.Ranking;

/** Gives equal rankings out as one object: there are few, and many prefixes. Not safe for several threads. */
final class Shared {
    private final Map<Ranking, Ranking> seen = new HashMap<>();

    Ranking one(Ranking ranking) {
        Ranking known = seen.putIfAbsent(ranking, ranking);
        return known == null ? ranking : known;
    }
}
