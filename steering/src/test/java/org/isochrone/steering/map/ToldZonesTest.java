package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zones a, b, c, … each 10 ms slower than the one before. */
class ToldZonesTest {
    private static final List<String> TWELVE = List.of("abcdefghijkl".split(""));

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "2001:db8::/48"})
    void whereClientsAreIsToldHoweverSlow(String prefix) {
        assertEquals(
                zones("abcdefgh"),
                told(prefix, Map.of("eu", ranking("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"))));
        assertEquals(
                zones("abcdefgl"),
                told(prefix, Map.of("eu", ranking("l", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"))));
        assertEquals(zones("afghijkl"), told(prefix, Map.of("eu", ranking("ghijklf", "a", "b", "c", "d", "e"))));
    }

    @Test
    void ofEachZonegroupItsOwnAreTold() {
        Ranking all = ranking("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
        assertEquals(
                zones("abcdefghkl"),
                told("192.0.2.0/24", Map.of("", all, "eu", ranking("a", "b", "c"), "us", ranking("k", "l"))));
    }

    @Test
    void ofManyZonegroupsTheFirstAndTheNextAreTold() {
        List<String> all = new ArrayList<>();
        Map<String, Ranking> rankings = new TreeMap<>();
        Set<String> expected = new TreeSet<>();
        for (int group = 10; group < 40; group++) {
            int number = group;
            List<String> own =
                    IntStream.range(0, 5).mapToObj(i -> number + "-" + i).toList();
            all.addAll(own);
            // The slowest leads.
            rankings.put("g" + group, ranking(own.get(4), own.get(0), own.get(1), own.get(2), own.get(3)));
            expected.addAll(List.of(own.get(4), own.get(0)));
        }
        assertEquals(expected, told("192.0.2.0/24", all, "192.0.2.0/24", rankings));
    }

    @Test
    void nothingIsToldOfWhatIsNotKnown() {
        Map<String, Ranking> whole = Map.of("eu", ranking(TWELVE.reversed().toArray(String[]::new)));
        assertEquals(zones("bc"), told("10.0.0.0/8", List.of("b", "c"), "10.1.2.0/24", whole));
        assertEquals(zones("l"), told("10.0.0.0/8", List.of("l"), "11.1.2.0/24", whole), "nor of a ranking");
    }

    private static Set<String> told(String prefix, Map<String, Ranking> rankings) {
        return told(prefix, TWELVE, prefix, rankings);
    }

    /** The zones told of {@code measured}, of which {@code known} are known, if {@code ranked} is ranked so. */
    private static Set<String> told(String ranked, List<String> known, String measured, Map<String, Ranking> rankings) {
        SortedMap<String, SortedMap<Prefix, Ranking>> byZonegroup = new TreeMap<>();
        rankings.forEach((zonegroup, ranking) ->
                byZonegroup.put(zonegroup, new TreeMap<>(Map.of(Prefix.parse(ranked), ranking))));
        Map<String, Estimate> estimates = known.stream()
                .collect(Collectors.toMap(Function.identity(), zone -> estimate(10L * (1 + known.indexOf(zone)))));
        // Somebody knows all zones.
        PrefixEstimates other = new PrefixEstimates(
                Prefix.parse("203.0.113.0/24"),
                TWELVE.stream().collect(Collectors.toMap(Function.identity(), zone -> estimate(1))));
        CellMap map = MapCodec.decode(MapCodec.encode(MapContent.of(
                RandomMaps.version(1),
                RandomMaps.CREATED,
                byZonegroup,
                List.of(new PrefixEstimates(Prefix.parse(measured), estimates), other))));
        return new TreeSet<>(map.estimates(Prefix.parse(measured).network())
                .orElseThrow()
                .byZone()
                .keySet());
    }

    /** Each text is a tier of zones of one letter, or a zone of several. */
    private static Ranking ranking(String... tiers) {
        return new Ranking(Arrays.stream(tiers)
                .map(tier -> tier.contains("-") ? List.of(tier) : List.of(tier.split("")))
                .toList());
    }

    private static Set<String> zones(String letters) {
        return new TreeSet<>(List.of(letters.split("")));
    }

    private static Estimate estimate(long millis) {
        return new Estimate(millis * 1_000_000, 0, 2, RandomMaps.CREATED, Provenance.MEASURED, true);
    }
}
