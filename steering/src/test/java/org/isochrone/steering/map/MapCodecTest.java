package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

final class MapCodecTest {
    private static final Ranking AMS_FRA = new Ranking(List.of(List.of("ams"), List.of("fra")));

    @Test
    void whatIsEncodedIsDecoded() {
        long seed = new Random().nextLong();
        RandomMaps maps = new RandomMaps(new Random(seed));
        for (int i = 0; i < 300; i++) {
            MapContent content = maps.content();
            byte[] encoded = MapCodec.encode(content);
            CellMap map = MapCodec.decode(encoded);
            assertEquals(content.version(), map.version(), "seed " + seed);
            assertEquals(content.createdAt(), map.createdAt(), "seed " + seed);
            assertEquals(new TreeSet<>(content.rankings().keySet()), map.zonegroups(), "seed " + seed);
            List<PrefixEstimates> estimates = new ArrayList<>();
            map.allEstimates().forEach(estimates::add);
            assertEquals(list(content.estimates().all()), estimates, "seed " + seed);
            content.estimates()
                    .all()
                    .forEach(expected -> assertEquals(
                            longest(content, expected.prefix().network()),
                            map.estimates(expected.prefix().network()),
                            "seed " + seed));
            for (int client = 0; client < 10; client++) {
                assertProvenances(map, maps.near(IpFamily.IPV4), "seed " + seed);
                assertProvenances(map, maps.near(IpFamily.IPV6), "seed " + seed);
            }
            assertArrayEquals(encoded, MapCodec.encode(again(map)), "seed " + seed);
            CellMap plain = MapCodec.decode(MapCodec.encodePlain(content));
            assertArrayEquals(encoded, MapCodec.encode(again(plain)), "seed " + seed);
        }
    }

    /** What is found without an object is what the estimates say. */
    private static void assertProvenances(CellMap map, IpAddress client, String told) {
        for (String zone : List.of("ams", "fra", "nyc", "tyo", "zürich", "unknown")) {
            Provenance expected = map.estimates(client)
                    .flatMap(known -> Optional.ofNullable(known.byZone().get(zone)))
                    .map(Estimate::provenance)
                    .orElse(Provenance.NONE);
            assertEquals(expected, map.provenance(zone, client.family(), client.high(), client.low()), told);
        }
    }

    @Test
    void equalContentGivesEqualBytes() {
        long seed = new Random().nextLong();
        for (int i = 0; i < 50; i++) {
            byte[] once = MapCodec.encode(new RandomMaps(new Random(seed + i)).content());
            byte[] twice = MapCodec.encode(new RandomMaps(new Random(seed + i)).content());
            assertArrayEquals(once, twice, "seed " + seed);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] encoded = MapCodec.encode(new RandomMaps(new Random(7)).content());
        for (int length = 0; length < encoded.length; length++) {
            byte[] part = Arrays.copyOf(encoded, length);
            assertThrows(MapChannelException.class, () -> MapCodec.decode(part), "length " + length);
        }
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThrows(MapChannelException.class, () -> MapCodec.decode(longer));
    }

    @Test
    void damageIsRefusedOrHarmless() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RandomMaps maps = new RandomMaps(random);
        int refused = 0;
        for (int i = 0; i < 8_000; i++) {
            byte[] encoded = MapCodec.encode(maps.content());
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                encoded[random.nextInt(encoded.length)] = (byte) random.nextInt();
            }
            try {
                CellMap map = MapCodec.decode(encoded);
                // What is accepted obeys the grammar, so it can be read through and written as a map with its answers.
                MapContent content = again(map);
                byte[] canonical = MapCodec.encode(content);
                assertArrayEquals(canonical, MapCodec.encode(again(MapCodec.decode(canonical))), "seed " + seed);
            } catch (MapChannelException e) {
                refused++;
            }
        }
        assertTrue(refused > 2_000, "refused " + refused);
    }

    @Test
    void randomBytesAreRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 8_000; i++) {
            byte[] bytes = new byte[random.nextInt(8, 200)];
            random.nextBytes(bytes);
            System.arraycopy(MapCodec.MAGIC, 0, bytes, 0, MapCodec.MAGIC.length);
            bytes[MapCodec.MAGIC.length] = MapCodec.FORMAT;
            assertThrows(MapChannelException.class, () -> MapCodec.decode(bytes), "seed " + seed);
        }
    }

    @Test
    void theHeadIsChecked() {
        PublishedMap map = MapCodec.publish(new RandomMaps(new Random(3)).content());
        MapCodec.verify(map);
        byte[] changed = map.encoded().clone();
        changed[changed.length - 1] ^= 1;
        MapHead head = map.head();
        assertRefused("must have the hash", new PublishedMap(head, changed));
        assertRefused(
                "bytes: " + map.encoded().length,
                new PublishedMap(new MapHead(head.version(), head.createdAt(), head.hash(), 5), map.encoded()));
        assertRefused(
                "the head names map 2.3.99 of realm realm-1, the content is map",
                new PublishedMap(
                        new MapHead(RandomMaps.version(99), head.createdAt(), head.hash(), head.size()),
                        map.encoded()));
    }

    @Test
    void otherFormatsAreNamed() {
        byte[] encoded = MapCodec.encode(new RandomMaps(new Random(3)).content());
        encoded[MapCodec.MAGIC.length] = 1;
        assertEquals(
                "the map has format 1, known is 2",
                assertThrows(MapChannelException.class, () -> MapCodec.decode(encoded))
                        .getMessage());
        encoded[0] = 'x';
        assertEquals(
                "this is no latency map: it does not begin with 0x89 ISOMAP",
                assertThrows(MapChannelException.class, () -> MapCodec.decode(encoded))
                        .getMessage());
    }

    @Test
    void badContentIsNotEncoded() {
        for (List<List<String>> tiers : List.of(
                List.<List<String>>of(), List.of(List.<String>of()), List.of(List.of("ams"), List.of("fra", "ams")))) {
            MapContent content = content(Map.of("192.0.2.0/24", new Ranking(tiers)));
            assertThrows(IllegalArgumentException.class, () -> MapCodec.encode(content));
        }
        PrefixEstimates estimates = new PrefixEstimates(
                Prefix.parse("192.0.2.0/24"),
                Map.of("ams", new Estimate(5, 0, 1, Instant.MIN, Provenance.MEASURED, true)));
        assertThrows(
                IllegalArgumentException.class,
                () -> MapContent.of(RandomMaps.version(1), RandomMaps.CREATED, new TreeMap<>(), List.of(estimates)));
    }

    @Test
    void rankingsAreShared() {
        CellMap map = MapCodec.decode(MapCodec.encode(
                content(Map.of("192.0.2.0/24", AMS_FRA, "198.51.100.0/24", new Ranking(AMS_FRA.tiers())))));
        Ranking one =
                map.lookup("eu", IpAddress.parse("192.0.2.1")).orElseThrow().ranking();
        Ranking other =
                map.lookup("eu", IpAddress.parse("198.51.100.1")).orElseThrow().ranking();
        assertSame(one, other);
        assertFalse(map.lookup("us", IpAddress.parse("192.0.2.1")).isPresent());
        assertEquals(0, map.unknownDepth("us", IpAddress.parse("192.0.2.1")));
    }

    @Test
    void aMillionPrefixesTakeSeconds() {
        TreeMap<Prefix, Ranking> entries = new TreeMap<>();
        Random random = new Random(1);
        List<Ranking> rankings = List.of(AMS_FRA, new Ranking(List.of(List.of("fra", "ams"))));
        for (int i = 0; i < 1_000_000; i++) {
            long high = (0x0100_0000L + i * 0xA00L) << 32; // one /24 in ten, from 1.0.0.0 on
            entries.put(new IpAddress(IpFamily.IPV4, high, 0).prefix(24), rankings.get(random.nextInt(2)));
        }
        MapContent content =
                MapContent.of(RandomMaps.version(1), RandomMaps.CREATED, new TreeMap<>(Map.of("", entries)), List.of());
        CellMap map = assertTimeout(Duration.ofSeconds(60), () -> MapCodec.decode(MapCodec.encode(content)));
        entries.forEach((prefix, ranking) -> assertEquals(
                ranking, map.lookup("", prefix.network()).orElseThrow().ranking()));
    }

    private static void assertRefused(String why, PublishedMap map) {
        String message = String.valueOf(assertThrows(MapChannelException.class, () -> MapCodec.verify(map))
                .getMessage());
        assertTrue(message.contains(why), message);
    }

    private static MapContent content(Map<String, Ranking> byPrefix) {
        TreeMap<Prefix, Ranking> entries = new TreeMap<>();
        byPrefix.forEach((prefix, ranking) -> entries.put(Prefix.parse(prefix), ranking));
        return MapContent.of(
                RandomMaps.version(1), RandomMaps.CREATED, new TreeMap<>(Map.of("eu", entries)), List.of());
    }

    /** The content that a decoded map stands for. */
    private static MapContent again(CellMap map) {
        TreeMap<String, SortedMap<Prefix, Ranking>> rankings = new TreeMap<>();
        map.zonegroups().forEach(zonegroup -> {
            TreeMap<Prefix, Ranking> entries = new TreeMap<>();
            map.cells(zonegroup).forEach(cell -> entries.put(cell.prefix(), cell.ranking()));
            rankings.put(zonegroup, entries);
        });
        List<PrefixEstimates> estimates = new ArrayList<>();
        map.allEstimates().forEach(estimates::add);
        return MapContent.of(map.version(), map.createdAt(), rankings, estimates);
    }

    private static List<PrefixEstimates> list(Iterable<PrefixEstimates> items) {
        List<PrefixEstimates> list = new ArrayList<>();
        items.forEach(list::add);
        return list;
    }

    private static Optional<PrefixEstimates> longest(MapContent content, IpAddress client) {
        return list(content.estimates().all()).stream()
                .filter(estimates -> estimates.prefix().contains(client))
                .reduce((one, other) -> one.prefix().length() > other.prefix().length() ? one : other);
    }
}
