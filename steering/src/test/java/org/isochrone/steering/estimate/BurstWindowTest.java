package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurstWindowTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderAndGroupingOfTheSameBurstsGivesTheSameEstimates(long seed) {
        Random random = new Random(seed);
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Prefix prefix = Prefix.parse("10.0." + random.nextInt(3) + ".0/24");
            Instant at = START.plusSeconds(random.nextInt(200));
            String zone = "z" + random.nextInt(2);
            bursts.add(
                    random.nextInt(4) == 0
                            ? Burst.loss(prefix, zone, at, ProbeMethod.DNS, 3)
                            : Burst.single(
                                    prefix,
                                    zone,
                                    at,
                                    random.nextBoolean() ? ProbeMethod.DNS : ProbeMethod.PASSIVE,
                                    random.nextLong(1, 1000)));
        }
        List<PrefixEstimates> expected = estimates(window(bursts));
        Collections.shuffle(bursts, random);
        BurstWindow merged = window(List.of());
        for (int from = 0; from < bursts.size(); ) {
            int to = Math.min(bursts.size(), from + random.nextInt(1, 90));
            BurstWindow part = window(bursts.subList(from, to));
            if (random.nextBoolean()) {
                part.addAll(merged);
                merged = part;
            } else {
                merged.addAll(part);
            }
            from = to;
        }
        assertEquals(expected, estimates(merged), "seed " + seed);
        assertEquals(400, merged.bursts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"z0", "z2"})
    void refusesToMergeWindowsOfOtherZones(String zone) {
        BurstWindow window = window(List.of());
        BurstWindow other = new BurstWindow(List.of(zone));
        assertThrows(IllegalArgumentException.class, () -> window.addAll(other));
    }

    private static BurstWindow window(List<Burst> bursts) {
        BurstWindow window = new BurstWindow(List.of("z1", "z0"));
        bursts.forEach(window::add);
        return window;
    }

    private static List<PrefixEstimates> estimates(BurstWindow window) {
        EstimateTable table = new WindowEstimator()
                .estimate(new EstimateInput(
                        window, List.of(), List.of(), Map.of(), START.plusSeconds(300), Duration.ofHours(1)));
        List<PrefixEstimates> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            rows.add(table.estimates(row));
        }
        return rows;
    }
}
