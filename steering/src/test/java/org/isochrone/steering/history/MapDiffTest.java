package org.isochrone.steering.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.history.MapDiff.Group;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The difference of two maps, against a search through everything. The seed is the parameter of the random test. */
class MapDiffTest {
    private static final List<String> ZONES = List.of("ams", "fra", "nyc");
    private static final TierChoice CHOICE = new TierChoice(Topologies.twoZones("realm", 1, 1));
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void addsUpByZoneAndCountry() {
        SortedMap<Prefix, Ranking> before = new TreeMap<>();
        SortedMap<Prefix, Ranking> after = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            before.put(prefix(i), ranking("ams"));
            after.put(prefix(i), ranking(i == 0 ? "ams" : "nyc"));
        }
        Countries countries = new Countries(
                List.of(new ClientPrefix(prefix(1), 0, "DE", Optional.empty())),
                List.of(new ClientPrefix(Prefix.parse("10.0.0.0/8"), 0, "FR", Optional.empty())));
        MapDiff diff = MapDiff.of(
                map(before, 1),
                map(after, 2),
                List.of("zg"),
                CHOICE,
                Map.of(prefix(0), 4L, prefix(1), 1L, prefix(2), 3L),
                countries);
        assertEquals(8, diff.traffic());
        assertEquals(new Group("", 3, 4, OptionalLong.of(20_000_000)), diff.total());
        assertEquals(
                List.of(
                        new Group("DE", 1, 1, OptionalLong.of(20_000_000)),
                        new Group("FR", 2, 3, OptionalLong.of(20_000_000))),
                diff.by(MapDiff.Line::country));
    }

    @Test
    void tellsOfClientsWhomWeightsShift() {
        SortedMap<Prefix, Ranking> before = new TreeMap<>();
        SortedMap<Prefix, Ranking> after = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            before.put(prefix(i), ranking("ams"));
            after.put(prefix(i), new Ranking(List.of(List.of("ams", "nyc"), List.of("fra"))));
        }
        List<Group> groups = diff(before, after).by(line -> line.from() + ">" + line.to());
        assertEquals(List.of("ams>nyc"), groups.stream().map(Group::name).toList());
        assertEquals(100.0, groups.getFirst().prefixes(), 25.0);
        Group back = diff(after, before).total();
        assertEquals(new Group("", groups.getFirst().prefixes(), back.prefixes(), OptionalLong.of(-20_000_000)), back);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void findsExactlyWhoMoves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int moved = 0;
        for (int trial = 0; trial < 50; trial++) {
            SortedMap<Prefix, Ranking> before = entries(random);
            SortedMap<Prefix, Ranking> after = entries(random);
            before.forEach((prefix, ranking) -> {
                if (random.nextInt(3) > 0) {
                    after.put(prefix, ranking);
                }
            });
            Map<Prefix, String> expected = new HashMap<>();
            TreeSet<Prefix> all = new TreeSet<>(before.keySet());
            all.addAll(after.keySet());
            for (Prefix prefix : all) {
                String flow = lead(before, prefix.network()) + ">" + lead(after, prefix.network());
                if (!lead(before, prefix.network()).equals(lead(after, prefix.network()))) {
                    expected.put(prefix, flow);
                }
            }
            MapDiff diff = diff(before, after);
            Map<Prefix, String> found = new HashMap<>();
            diff.lines().forEach(line -> found.put(line.prefix(), line.from() + ">" + line.to()));
            assertEquals(expected, found);
            assertEquals(all.size(), diff.traffic());
            moved += found.size();
        }
        assertTrue(moved > 100, "moves: " + moved);
    }

    private static MapDiff diff(SortedMap<Prefix, Ranking> before, SortedMap<Prefix, Ranking> after) {
        return MapDiff.of(
                map(before, 1), map(after, 2), List.of("zg"), CHOICE, Map.of(), new Countries(List.of(), List.of()));
    }

    private static SortedMap<Prefix, Ranking> entries(SplittableRandom random) {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        for (int i = 0; i < random.nextInt(30); i++) {
            boolean v6 = random.nextBoolean();
            String address = v6
                    ? "2001:db8:" + Integer.toHexString(random.nextInt(8)) + "::"
                    : "10.0." + random.nextInt(8) + ".0";
            Prefix prefix = IpAddress.parse(address).prefix(v6 ? 44 + random.nextInt(5) : 20 + random.nextInt(5));
            entries.put(prefix, ranking(ZONES.get(random.nextInt(ZONES.size()))));
        }
        return entries;
    }

    /** The first zone of the longest entry that holds the address, found by looking at all. */
    private static String lead(SortedMap<Prefix, Ranking> entries, IpAddress address) {
        String lead = "";
        int longest = -1;
        for (Map.Entry<Prefix, Ranking> entry : entries.entrySet()) {
            Prefix prefix = entry.getKey();
            boolean holds = prefix.family() == address.family() && prefix.contains(address);
            if (holds && prefix.length() > longest) {
                longest = prefix.length();
                lead = entry.getValue().zones().getFirst();
            }
        }
        return lead;
    }

    private static CellMap map(SortedMap<Prefix, Ranking> entries, long serial) {
        List<PrefixEstimates> estimates = new ArrayList<>();
        entries.keySet().forEach(prefix -> {
            Map<String, Estimate> byZone = new HashMap<>();
            for (int zone = 0; zone < ZONES.size(); zone++) {
                byZone.put(
                        ZONES.get(zone),
                        new Estimate(30_000_000 - 10_000_000L * zone, 0, 3, AT, Provenance.MEASURED, true));
            }
            estimates.add(new PrefixEstimates(prefix, byZone));
        });
        MapVersion version = new MapVersion("realm", 1, "period", 1, serial);
        return MapCodec.decode(
                MapCodec.publish(MapContent.of(version, AT, new TreeMap<>(Map.of("zg", entries)), estimates)));
    }

    private static Ranking ranking(String lead) {
        List<List<String>> tiers = new ArrayList<>(List.of(List.of(lead)));
        ZONES.stream().filter(zone -> !zone.equals(lead)).forEach(zone -> tiers.add(List.of(zone)));
        return new Ranking(tiers);
    }

    private static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }
}
