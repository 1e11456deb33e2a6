package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random maps of a million prefixes survive encoding, decoding and look-ups. */
final class MillionPrefixesTest {
    private static final int PREFIXES = 1_000_000;

    /** Scattered /24; /16 to /28 which cover each other; /48 of a few large networks and anywhere. */
    @ParameterizedTest
    @CsvSource({"IPV4, 24, 24", "IPV4, 16, 28", "IPV6, 40, 56"})
    void survive(IpFamily family, int shortest, int longest) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Ranking> rankings = new ArrayList<>();
        for (String zone : List.of("ams", "fra", "nyc", "sin", "syd")) {
            rankings.add(new Ranking(List.of(List.of(zone))));
        }
        long[] keys = random.longs(PREFIXES)
                .map(bits -> bits << 6 | (shortest + (bits >>> 58) % (longest - shortest + 1)))
                .toArray();
        RankedPrefixes.Builder builder = new RankedPrefixes.Builder(PREFIXES);
        List<Prefix> prefixes = Arrays.stream(keys)
                .mapToObj(key -> new IpAddress(family, network(family, key), 0).prefix((int) (key & 63)))
                .sorted()
                .distinct()
                .toList();
        prefixes.forEach(prefix -> builder.add(prefix, rankings.get(random.nextInt(rankings.size()))));
        RankedPrefixes ranked = builder.build();
        TreeMap<String, RankedPrefixes> groups = new TreeMap<>();
        groups.put("", ranked);
        MapContent content =
                new MapContent(RandomMaps.version(1), RandomMaps.CREATED, groups, EstimateTable.of(List.of()));
        PublishedMap map = MapCodec.publish(content);
        CellMap read = MapCodec.decode(map);
        for (int i = 0; i < 20_000; i++) {
            IpAddress client = prefixes.get(random.nextInt(prefixes.size())).network();
            assertEquals(
                    longest(ranked, client, shortest, longest),
                    read.lookup("", client).orElseThrow().ranking(),
                    () -> "seed " + seed + " client " + client);
        }
    }

    private static long network(IpFamily family, long key) {
        if (family == IpFamily.IPV4) {
            return key & 0xFFFF_FFFF_0000_0000L;
        }
        // One in four is anywhere in 2000::/3, the others are in one of 256 networks.
        long global = 1L << 61 | (key >>> 3);
        return key >>> 62 == 0 ? global : global & 0x20FF_0000_FFFF_FFFFL;
    }

    private static Ranking longest(RankedPrefixes ranked, IpAddress client, int shortest, int longest) {
        for (int length = longest; length >= shortest; length--) {
            var found = ranked.get(client.prefix(length));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("no prefix of " + client);
    }
}
