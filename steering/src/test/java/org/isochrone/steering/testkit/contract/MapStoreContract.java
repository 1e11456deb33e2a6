package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Maps;
import org.junit.jupiter.api.Test;

/** What every {@link MapStore} does. */
public abstract class MapStoreContract {
    /** To the second, as maps have it. */
    protected static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

    /** Returns an empty store. */
    protected abstract MapStore store();

    /** Lets bursts of two peers arrive, and returns what has arrived. */
    protected abstract Arrivals arrived();

    @Test
    void keepsWhatAMapRestsOn() {
        MapStore store = store();
        Arrivals arrived = arrived();
        assertEquals(2, arrived.newest().size());
        Maps.save(store, map("realm", 1, 1, 1, "first"), bytes("one"), arrived);
        Maps.save(store, map("realm", 1, 1, 2, "second"), bytes("two"));
        Maps.save(store, map("other", 1, 1, 1, "other"), bytes("two"), new Arrivals(Map.of("nobody", 3L)));
        assertEquals(arrived, store.inputs("realm", 1));
    }

    @Test
    void keepsMapsByRealmAndSerial() {
        MapStore store = store();
        PublishedMap first = map("realm", 1, 1, 1, "first");
        PublishedMap second = map("realm", 1, 2, 2, "second");
        PublishedMap other = map("other", 1, 1, 1, "other");
        Maps.save(store, first, bytes("one"));
        Maps.save(store, second, bytes("two"));
        Maps.save(store, other, bytes(""));
        assertEquals(Optional.of(second.head()), store.newest("realm"));
        assertEquals(Optional.of(other.head()), store.newest("other"));
        assertEquals(List.of(second.head(), first.head()), store.history("realm", 10));
        assertEquals(List.of(second.head()), store.history("realm", 1));
        assertArrayEquals(bytes("two"), store.builderState("realm"));
        assertArrayEquals(bytes(""), store.builderState("other"));
        PublishedMap loaded = store.load("realm", 1).orElseThrow();
        assertEquals(first.head(), loaded.head());
        assertArrayEquals(first.encoded(), loaded.encoded());
    }

    @Test
    void saysOfAMapThatRestsOnNothingThatItDoes() {
        MapStore store = store();
        Maps.save(store, map("realm", 1, 1, 1, "first"), bytes("one"));
        assertEquals(Arrivals.NONE, store.inputs("realm", 1));
        assertEquals(Arrivals.NONE, store.inputs("realm", 2));
    }

    @Test
    void nothingIsKnownAtFirst() {
        MapStore store = store();
        assertEquals(Optional.empty(), store.newest("realm"));
        assertEquals(Optional.empty(), store.load("realm", 1).map(PublishedMap::head));
        assertEquals(List.of(), store.history("realm", 5));
        assertEquals(0, store.builderState("realm").length);
    }

    @Test
    void refusesWhatDoesNotReplaceTheNewest() {
        MapStore store = store();
        Maps.save(store, map("realm", 2, 3, 7, "newest"), bytes("kept"));
        for (PublishedMap stale : List.of(
                map("realm", 2, 3, 7, "same"),
                map("realm", 2, 3, 6, "older serial"),
                map("realm", 2, 2, 8, "older epoch"),
                map("realm", 1, 9, 9, "older realm epoch"))) {
            assertThrows(IllegalArgumentException.class, () -> Maps.save(store, stale, bytes("lost")));
        }
        assertEquals(7, store.newest("realm").orElseThrow().version().serial());
        assertArrayEquals(bytes("kept"), store.builderState("realm"));
        assertEquals(1, store.history("realm", 5).size());
    }

    @Test
    void keepsLargeMaps() {
        MapStore store = store();
        byte[] large = new byte[20_000_001];
        new Random(1).nextBytes(large);
        byte[] state = new byte[1 << 20];
        new Random(2).nextBytes(state);
        Maps.save(store, new PublishedMap(head("realm", 1, 1, 1, large.length), large), state);
        assertArrayEquals(large, store.load("realm", 1).orElseThrow().encoded());
        assertArrayEquals(state, store.builderState("realm"));
    }

    @Test
    void takesEstimatesOfClientPrefixesAndCoveringOnes() {
        MapStore store = store();
        PublishedMap map = map("realm", 1, 1, 1, "map");
        Maps.save(store, map, bytes(""));
        store.saveEstimates(map.head(), estimates());
        store.saveEstimates(map.head(), estimates());
        store.saveEstimates(map.head(), List.of());
    }

    /** Returns estimates of a client prefix, a covering prefix and one without any zone. */
    protected static List<PrefixEstimates> estimates() {
        return List.of(
                new PrefixEstimates(
                        Prefix.parse("192.0.2.0/24"),
                        Map.of(
                                "ams", new Estimate(9_000_000, 100_000, 12, T0, Provenance.MEASURED, true),
                                "nyc", new Estimate(80_000_000, 0, 3, T0.minusSeconds(60), Provenance.MEASURED, true),
                                "gone", new Estimate(1_000, 0, 3, T0, Provenance.MEASURED, false))),
                new PrefixEstimates(
                        Prefix.parse("2001:db8::/32"),
                        Map.of("nyc", new Estimate(1, 1, 0, Instant.EPOCH, Provenance.DISTANCE, true))),
                new PrefixEstimates(Prefix.parse("0.0.0.0/0"), Map.of()));
    }

    /** Returns a map with that name and content. */
    protected static PublishedMap map(String realm, int realmEpoch, int epoch, long serial, String content) {
        return new PublishedMap(head(realm, realmEpoch, epoch, serial, bytes(content).length), bytes(content));
    }

    private static MapHead head(String realm, int realmEpoch, int epoch, long serial, int size) {
        return new MapHead(
                new MapVersion(realm, realmEpoch, "period" + realmEpoch, epoch, serial),
                T0.plusSeconds(serial),
                "%064x".formatted(serial),
                size);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
