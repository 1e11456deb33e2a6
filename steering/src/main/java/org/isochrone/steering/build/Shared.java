package org.isochrone.steering.build;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.isochrone.steering.map.Ranking;

/** Gives equal rankings out as one object: there are few, and many prefixes. Safe for any thread. */
final class Shared {
    private final Map<Ranking, Ranking> seen = new ConcurrentHashMap<>();

    Ranking one(Ranking ranking) {
        Ranking known = seen.putIfAbsent(ranking, ranking);
        return known == null ? ranking : known;
    }
}
