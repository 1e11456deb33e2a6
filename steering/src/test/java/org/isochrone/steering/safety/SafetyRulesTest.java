package org.isochrone.steering.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Doubt.Kind;
import org.isochrone.steering.safety.SafetyInput.Flow;
import org.junit.jupiter.api.Test;

/** How many clients may want to come to one zone at once, of which 50 % are too many. */
class SafetyRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aRushInOneZonegroupIsOneHoweverCalmTheWholeRealmIs() {
        Doubt rush = new Doubt(
                Kind.RUSH, "fra", "60 % of the traffic wants to move to zone FRA in one build; MaxRushPercent is 50");
        assertEquals(List.of(rush), doubts(flows("eu", 10, 0.06)));
        assertEquals(
                List.of(rush), doubts(Stream.concat(flows("eu", 10, 0.06), flows("", 10, 0.055))), "it is told once");
    }

    @Test
    void aFewOfEachZonegroupDoNotRush() {
        assertEquals(List.of(), doubts(Stream.concat(flows("eu", 10, 0.04), flows("us", 10, 0.04))));
    }

    @Test
    void fewPrefixesMoveTogetherByChance() {
        assertEquals(List.of(), doubts(flows("eu", SafetyRules.FEWEST - 1, 0.1)));
    }

    private static Stream<Flow> flows(String zonegroup, int prefixes, double share) {
        return IntStream.range(0, prefixes).mapToObj(i -> new Flow(zonegroup, "ams", "fra", share));
    }

    private static List<Doubt> doubts(Stream<Flow> flows) {
        Map<Prefix, Integer> before = Map.of(Prefix.parse("192.0.2.0/24"), 9_000);
        return SafetyRules.doubts(new SafetyInput(
                new Yardstick(NOW, new TreeMap<>(Map.of("fra", new TreeMap<>(before)))),
                EstimateTable.of(List.of()),
                flows.toList(),
                Optional.of(NOW),
                Duration.ofHours(6),
                0.5,
                zone -> zone.toUpperCase(Locale.ROOT),
                NOW));
    }
}
