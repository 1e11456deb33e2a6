package org.isochrone.steering.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/** Small maps for tests that move maps about. */
public final class Maps {
    /** When they were made. */
    public static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    private Maps() {}

    /** Returns a map of realm {@code r1}, period {@code p1}, realm epoch 2, period epoch 3. */
    public static PublishedMap published(long serial) {
        return published(new MapVersion("r1", 2, "p1", 3, serial), 3);
    }

    /** Returns a map with {@code prefixes} prefixes of length 24 from 10.0.0.0 on that no cell joins. */
    public static PublishedMap published(MapVersion version, int prefixes) {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        List<Ranking> rankings = List.of(
                new Ranking(List.of(List.of("ams"), List.of("fra"))), new Ranking(List.of(List.of("fra", "ams"))));
        for (int i = 0; i < prefixes; i++) {
            long high = (10L << 56) + ((long) i << 40);
            entries.put(new Prefix(new IpAddress(IpFamily.IPV4, high, 0), 24), rankings.get(i & 1));
        }
        return MapCodec.publish(MapContent.of(version, CREATED, new TreeMap<>(Map.of("", entries)), List.of()));
    }
}
