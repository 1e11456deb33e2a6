package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.Test;

/** Compression against every table that there is in small universes, against an exhaustive search, and on real data. */
final class OrtcTest {
    private static final int UNIVERSE_BITS = 6;

    /** Every function from four addresses to nothing and two values, against every table of seven prefixes. */
    @Test
    void noSmallerTableExists() {
        int[] prefixLengths = {0, 1, 1, 2, 2, 2, 2};
        int[] prefixStarts = {0, 0, 2, 0, 1, 2, 3};
        Map<List<Integer>, Integer> fewest = new HashMap<>();
        for (int code = 0; code < 1 << 14; code++) { // two bits each: 0 to 2 are values, 3 is no prefix
            int[] answers = new int[4];
            int used = 0;
            for (int i = 0; i < 7; i++) {
                int value = (code >> (2 * i)) & 3;
                if (value < 3) {
                    used++;
                    Arrays.fill(answers, prefixStarts[i], prefixStarts[i] + (4 >> prefixLengths[i]), value);
                }
            }
            fewest.merge(Arrays.stream(answers).boxed().toList(), used, Math::min);
        }
        assertEquals(81, fewest.size());
        fewest.forEach((answers, least) -> {
            int[] values = answers.stream().mapToInt(Integer::intValue).toArray();
            Ortc.Routes routes = Ortc.compress(ranges(values, 62));
            assertEquals(least, routes.prefixes().size(), "answers " + answers);
        });
    }

    @Test
    void randomTablesAreAsSmallAsAnExhaustiveSearchFindsAndAnswerTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 4_000; run++) {
            int kinds = random.nextInt(1, 6);
            int[] values = new int[1 << UNIVERSE_BITS];
            for (int i = 0; i < values.length; ) {
                int value = random.nextInt(kinds + 1);
                for (int length = random.nextInt(1, 1 + (run % 3 == 0 ? 20 : 3));
                        length > 0 && i < values.length;
                        length--) {
                    values[i++] = value;
                }
            }
            String story = "seed " + seed + " run " + run + " " + Arrays.toString(values);
            RangeTable ranges = ranges(values, 128 - UNIVERSE_BITS - random.nextInt(100));
            Ortc.Routes routes = Ortc.compress(ranges);
            assertEquals(Exhaustive.fewest(values, kinds), routes.prefixes().size(), story);
            assertSame(ranges, RangeSweep.sweep(routes.prefixes(), routes.values()), story);
        }
    }

    @Test
    void tablesOfBothFamiliesKeepTheirAnswers() {
        long seed = new Random().nextLong();
        RandomMaps maps = new RandomMaps(new Random(seed));
        for (int run = 0; run < 2_000; run++) {
            RankedPrefixes entries = RankedPrefixes.of(maps.prefixes(run % 60));
            for (IpFamily family : IpFamily.values()) {
                PrefixList prefixes = entries.prefixes(family);
                int[] values = new int[prefixes.size()];
                Arrays.setAll(values, i -> entries.number(family, i) + 1);
                RangeTable ranges = RangeSweep.sweep(prefixes, values);
                Ortc.Routes routes = Ortc.compress(ranges);
                assertTrue(routes.prefixes().size() <= prefixes.size(), "seed " + seed + " run " + run);
                assertSame(
                        ranges, RangeSweep.sweep(routes.prefixes(), routes.values()), "seed " + seed + " run " + run);
            }
        }
    }

    /** The 175,195 prefixes of the registries, each led by one of eight regions, as in the published comparison. */
    @Test
    void realPrefixesShrink() throws IOException {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        SortedMap<Prefix, Ranking> regions = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedData.require("data/rir-country/country_ipv4.txt.gz"))),
                StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                Prefix prefix = Prefix.parse(line.substring(0, space));
                String country = line.substring(space + 1);
                entries.put(prefix, new Ranking(List.of(List.of(country))));
                String region = "region-" + (country.hashCode() & 7);
                regions.put(prefix, new Ranking(List.of(List.of(region))));
            }
        }
        assertEquals(175_195, entries.size());
        int countries = count(entries);
        int eight = count(regions);
        PublishedMap map = MapCodec.publish(MapContent.of(
                RandomMaps.version(1), RandomMaps.CREATED, new TreeMap<>(Map.of("", entries)), List.of()));
        System.out.println("175195 prefixes: " + countries + " for countries in " + map.encoded().length + " bytes, "
                + eight + " for eight regions");
        CellMap read = MapCodec.decode(map);
        entries.forEach((prefix, ranking) -> assertEquals(
                ranking, read.lookup("", prefix.network()).orElseThrow().ranking(), prefix.toString()));
        assertTrue(countries < 140_000, "countries " + countries);
        assertTrue(eight < 110_000, "eight " + eight);
    }

    private static int count(SortedMap<Prefix, Ranking> entries) {
        RankedPrefixes ranked = RankedPrefixes.of(entries);
        int[] values = new int[ranked.size()];
        Arrays.setAll(values, i -> ranked.number(IpFamily.IPV4, i) + 1);
        return Ortc.compress(RangeSweep.sweep(ranked.prefixes(IpFamily.IPV4), values))
                .prefixes()
                .size();
    }

    /** Puts a value on each of 2^n addresses that end in {@code zeros} zeros, n being that of {@code values}. */
    private static RangeTable ranges(int[] values, int zeros) {
        RangeTable.Builder builder = new RangeTable.Builder(IpFamily.IPV6, values.length);
        int bits = Integer.numberOfTrailingZeros(values.length);
        int depth = 128 - zeros;
        // The universe is the whole space if it begins at depth 0, else one block of it with nothing around.
        for (int i = 0; i < values.length; i++) {
            long high = depth <= 64 ? (long) i << (64 - depth) : depth - bits >= 64 ? 0 : (long) i >>> (depth - 64);
            long low = depth <= 64 ? 0 : (long) i << (128 - depth);
            builder.append(high, low, values[i]);
        }
        if (depth > bits) {
            IpAddress last = new IpAddress(IpFamily.IPV6, 0, 0);
            Prefix universe = last.prefix(depth - bits);
            builder.append(PrefixBits.endHigh(0, 0, universe.length()), PrefixBits.endLow(0, universe.length()), 0);
        }
        return builder.build();
    }

    private static void assertSame(RangeTable expected, RangeTable found, String story) {
        assertEquals(expected.size(), found.size(), story);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.startHigh(i), found.startHigh(i), story);
            assertEquals(expected.startLow(i), found.startLow(i), story);
            assertEquals(expected.value(i), found.value(i), story);
        }
    }

    /** Tries every value, and none, on every block. */
    private static final class Exhaustive {
        private static final int NONE = 0;

        static int fewest(int[] values, int kinds) {
            return fewest(values, 0, values.length, kinds)[NONE];
        }

        /** Returns the fewest prefixes on and below a block, for each value that it may inherit. */
        private static int[] fewest(int[] values, int from, int to, int kinds) {
            int[] below = new int[kinds + 1];
            if (to - from == 1) {
                Arrays.fill(below, 1_000_000);
                below[values[from]] = 0;
            } else {
                int[] left = fewest(values, from, (from + to) / 2, kinds);
                int[] right = fewest(values, (from + to) / 2, to, kinds);
                Arrays.setAll(below, value -> left[value] + right[value]);
            }
            int own = 1 + Arrays.stream(below).min().orElseThrow();
            return Arrays.stream(below).map(inherit -> Math.min(inherit, own)).toArray();
        }
    }
}
