package org.isochrone.steering.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.port.MapStore;
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
        List<Ranking> rankings = List.of(
                new Ranking(List.of(List.of("ams"), List.of("fra"))), new Ranking(List.of(List.of("fra", "ams"))));
        return published(version, prefixes, i -> rankings.get(i & 1));
    }

    /** Returns such a map with a ranking of 100 zones for each prefix, so that a few prefixes take megabytes. */
    public static PublishedMap large(MapVersion version, int prefixes) {
        List<List<String>> zones = IntStream.range(0, 100)
                .mapToObj(i -> List.of("z" + i))
                .collect(Collectors.toCollection(ArrayList::new));
        Random random = new Random(1);
        return published(version, prefixes, i -> {
            Collections.shuffle(zones, random);
            return new Ranking(zones);
        });
    }

    /** Keeps a map that changes nothing, of which nobody knows on what it rests. */
    public static void save(MapStore store, PublishedMap map, byte[] builderState) {
        save(store, map, builderState, Arrivals.NONE);
    }

    /** Keeps a map that changes nothing. */
    public static void save(MapStore store, PublishedMap map, byte[] builderState, Arrivals inputs) {
        MapStep still = new MapStep(map.head().createdAt(), Optional.empty(), List.of());
        store.save(map, builderState, inputs, still);
    }

    private static PublishedMap published(MapVersion version, int prefixes, IntFunction<Ranking> ranking) {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        for (int i = 0; i < prefixes; i++) {
            long high = (10L << 56) + ((long) i << 40);
            entries.put(new Prefix(new IpAddress(IpFamily.IPV4, high, 0), 24), ranking.apply(i));
        }
        return MapCodec.publish(MapContent.of(version, CREATED, new TreeMap<>(Map.of("", entries)), List.of()));
    }
}
