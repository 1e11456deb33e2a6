package org.isochrone.steering.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.testkit.Maps;
import org.isochrone.steering.topology.Period;
import org.junit.jupiter.api.Test;

final class MapLoaderTest {
    private static final Period PERIOD = period("p1", 3, 2);

    private final FakeChannel memcached = new FakeChannel("memcached");
    private final FakeChannel mysql = new FakeChannel("mysql");
    private final FakeChannel file = new FakeChannel("file");
    private final MapLoader loader = new MapLoader(List.of(memcached, mysql), file);

    @Test
    void nothingAnywhereIsNoMap() {
        assertEquals("", poll(0));
        assertEquals(Map.of(), loader.counts().refused());
    }

    @Test
    void theFirstChannelWinsAndTheFileKeepsIt() {
        publish(memcached, 5);
        publish(mysql, 5);
        assertEquals("5 memcached", poll(0));
        assertEquals(Optional.of(Maps.published(5).head()), file.head("r1"));
        assertEquals(Map.of("memcached", 1L), loader.counts().accepted());
    }

    @Test
    void theMapInUseEndsTheSearch() {
        publish(memcached, 5);
        publish(mysql, 6);
        assertEquals("", poll(5));
        assertEquals(0, mysql.asked);
    }

    @Test
    void withoutAMapTheNewestIsTaken() {
        publish(memcached, 5);
        publish(mysql, 7);
        publish(file, 6);
        assertEquals("7 mysql", poll(0));
    }

    @Test
    void eachRungIsTakenWhenThoseAboveAreAway() {
        publish(mysql, 6);
        publish(file, 6);
        memcached.away = true;
        assertEquals("6 mysql", poll(5));
        mysql.away = true;
        assertEquals("6 file", poll(5));
        file.away = true;
        assertEquals("", poll(5));
        assertEquals(
                Map.of(
                        "memcached", Map.of(Refusal.UNREACHABLE, 3L),
                        "mysql", Map.of(Refusal.UNREACHABLE, 2L),
                        "file", Map.of(Refusal.UNREACHABLE, 1L)),
                loader.counts().refused());
    }

    @Test
    void anOlderMapIsRefusedAndTheSearchGoesOn() {
        publish(memcached, 4);
        publish(mysql, 6);
        assertEquals("6 mysql", poll(5));
        assertRefused("memcached", Refusal.OLDER);
    }

    @Test
    void aMapOfAnotherRealmIsRefused() {
        PublishedMap other = Maps.published(new MapVersion("r2", 2, "p1", 3, 9), 2);
        memcached.publish(other);
        memcached.show("r1", other.head());
        publish(mysql, 6);
        assertEquals("6 mysql", poll(5));
        assertRefused("memcached", Refusal.OTHER_REALM);
    }

    @Test
    void afterAChangeOfRealmTheOldMapStandsInNobodysWay() {
        publish(mysql, 6);
        MapVersion ofBefore = new MapVersion("r0", 9, "p0", 9, 99);
        assertEquals(
                6L,
                loader.poll(PERIOD, Optional.of(ofBefore))
                        .orElseThrow()
                        .map()
                        .version()
                        .serial());
    }

    @Test
    void contentOfAnotherMapIsRefused() {
        PublishedMap map = Maps.published(6);
        memcached.publish(map);
        memcached.hold(map.head(), Maps.published(7).encoded());
        assertEquals("", poll(5));
        assertRefused("memcached", Refusal.DAMAGED);
    }

    @Test
    void missingContentIsRefused() {
        publish(memcached, 6);
        memcached.lose(Maps.published(6).head());
        publish(file, 6);
        assertEquals("6 file", poll(0));
        assertRefused("memcached", Refusal.GONE);
    }

    @Test
    void aMapForALaterPeriodWaits() {
        for (MapVersion later : List.of(
                new MapVersion("r1", 3, "p2", 1, 1),
                new MapVersion("r1", 2, "p1", 4, 1),
                new MapVersion("r1", 2, "another", 1, 1))) {
            memcached.publish(Maps.published(later, 2));
            assertEquals("", poll(0), later.toString());
        }
        assertEquals(
                Map.of("memcached", Map.of(Refusal.OTHER_PERIOD, 3L)),
                loader.counts().refused());
        memcached.publish(Maps.published(new MapVersion("r1", 3, "p2", 1, 1), 2));
        assertEquals(
                Optional.of("memcached"),
                loader.poll(period("p2", 1, 3), Optional.empty()).map(MapLoader.Accepted::source));
    }

    @Test
    void aMapForAnEarlierPeriodServes() {
        memcached.publish(Maps.published(new MapVersion("r1", 1, "p0", 9, 4), 2));
        assertEquals("4 memcached", poll(0));
        memcached.publish(Maps.published(new MapVersion("r1", 2, "p1", 2, 5), 2));
        assertEquals("5 memcached", poll(0));
    }

    @Test
    void aFileThatCannotBeWrittenIsCounted() {
        publish(memcached, 6);
        file.away = true;
        assertEquals("6 memcached", poll(0));
        assertEquals(1, loader.counts().notKept());
    }

    private void assertRefused(String source, Refusal reason) {
        assertEquals(Map.of(source, Map.of(reason, 1L)), loader.counts().refused());
    }

    private static void publish(FakeChannel channel, long serial) {
        channel.publish(Maps.published(serial));
    }

    /** Serial and source of what is taken while map {@code serial} is in use; 0 for none. */
    private String poll(long serial) {
        Optional<MapVersion> current = serial == 0
                ? Optional.empty()
                : Optional.of(Maps.published(serial).head().version());
        return loader.poll(PERIOD, current)
                .map(accepted -> accepted.map().version().serial() + " " + accepted.source())
                .orElse("");
    }

    private static Period period(String id, int epoch, int realmEpoch) {
        return new Period(id, epoch, "", List.of(), "", "", "r1", "", realmEpoch, Json.Obj.EMPTY);
    }
}
