package org.isochrone.steering.burst;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which batches of bursts somebody has seen: a high-water mark per peer. A store numbers the batches of a peer in the
 * order in which they arrive, so what is not above a mark was there when the mark was taken, however old or new the
 * bursts in it are. Immutable.
 *
 * @param newest the number of the newest batch of each peer, &gt;= 1, by the peer's name
 */
public record Arrivals(Map<String, Long> newest) {
    /** Nothing was seen. */
    public static final Arrivals NONE = new Arrivals(Map.of());

    /** Orders the peers; rejects a number below 1. */
    public Arrivals {
        newest = Collections.unmodifiableMap(new TreeMap<>(newest));
        newest.forEach((peer, batch) -> {
            if (batch < 1) {
                throw new IllegalArgumentException("must be >= 1: batch=" + batch + " of peer '" + peer + "'");
            }
        });
    }

    /** Returns the newest batch of {@code peer} that was seen; 0 for none. */
    public long of(String peer) {
        return newest.getOrDefault(peer, 0L);
    }

    /** Tells whether these can be what has arrived some time after {@code earlier}: marks only rise. */
    public boolean follow(Arrivals earlier) {
        return earlier.newest().keySet().stream().allMatch(peer -> of(peer) >= earlier.of(peer));
    }
}
