package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Yardstick;
import org.isochrone.steering.testkit.ListMap;
import org.junit.jupiter.api.Test;

class BuilderStateTest {
    private static final BuilderState SOME = some();

    @Test
    void comesBackFromItsBytes() {
        byte[] bytes = SOME.encode();
        assertEquals(SOME, BuilderState.decode(bytes));
        assertArrayEquals(bytes, BuilderState.decode(bytes).encode());
        assertEquals(BuilderState.EMPTY, BuilderState.decode(BuilderState.EMPTY.encode()));
    }

    @Test
    void emptyBytesRememberNothing() {
        assertSame(BuilderState.EMPTY, BuilderState.decode(new byte[0]));
    }

    @Test
    void followsAMapIntoItsFirstTiers() {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        entries.put(Prefix.parse("192.0.2.0/24"), new Ranking(List.of(List.of("a", "c"), List.of("b"))));
        entries.put(Prefix.parse("2001:db8::/48"), new Ranking(List.of(List.of("c"), List.of("a"))));
        MapVersion version = new MapVersion("r1", 2, "p1", 1, 7);
        HeldPrefixes next = SOME.following(new ListMap(version, Instant.EPOCH, "", entries), 5)
                .held("");
        assertEquals(SOME.held("").held(0), next.held(0), "of whom the map says nothing");
        assertEquals(new Held("a", List.of("c"), 5, 0, 0), next.held(1), "led by the same zone, beside another");
        assertEquals(SOME.held("").held(2), next.held(2));
    }

    @Test
    void damageIsRefused() {
        byte[] bytes = SOME.encode();
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> BuilderState.decode(cut), "cut at " + length);
        }
        assertThrows(IllegalArgumentException.class, () -> BuilderState.decode(Arrays.copyOf(bytes, bytes.length + 1)));
        bytes[0] = 9;
        assertEquals(
                "builder state must be of version 2: 9",
                assertThrows(IllegalArgumentException.class, () -> BuilderState.decode(bytes))
                        .getMessage());
    }

    private static BuilderState some() {
        HeldPrefixes.Builder group = new HeldPrefixes.Builder(0);
        group.add(Prefix.parse("0.0.0.0/0"), new Held("b", List.of(), 0, 0, 0));
        group.add(Prefix.parse("192.0.2.0/24"), new Held("a", List.of("b", "c"), 4_000_000_000L, 2, 3_999_999_999L));
        group.add(Prefix.parse("2001:db8::/48"), new Held("c", List.of(), 1, 0, 0));
        group.add(Prefix.parse("2001:db8::1/128"), new Held("c", List.of("a"), 1, 0, 0, 65_535, 4_000_000_001L));
        SortedMap<String, HeldPrefixes> held = new TreeMap<>();
        held.put("", group.build());
        held.put("zonegroup-ä", HeldPrefixes.NONE);
        SortedMap<String, SortedMap<Prefix, Integer>> micros = new TreeMap<>();
        micros.put("a", new TreeMap<>(Map.of(Prefix.parse("192.0.2.0/24"), 9_000, Prefix.parse("2001:db8::/48"), 1)));
        micros.put("b", new TreeMap<>());
        return new BuilderState(held, new Yardstick(Instant.ofEpochSecond(4_000_000_000L), micros), "abc");
    }
}
