package org.isochrone.steering.memcached;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.channel.FileChannel;
import org.isochrone.steering.channel.MapLoader;
import org.isochrone.steering.channel.Refusal;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapHeads;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.Maps;
import org.isochrone.steering.testkit.MemcachedServer;
import org.isochrone.steering.topology.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps through a real memcached that is killed, restarted and written to by others. */
final class MemcachedChannelTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Period PERIOD = new Period("p1", 3, "", List.of(), "", "", "r1", "", 2, Json.Obj.EMPTY);
    /** Of three chunks. */
    private static final PublishedMap LARGE = Maps.large(new MapVersion("r1", 2, "p1", 3, 1), 11_000);

    private static final String HEAD_KEY = "isochrone:head:r1";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMapOfManyChunksArrives() {
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel publisher = channel(server.port(), LONG);
                MemcachedChannel reader = channel(server.port(), LONG)) {
            assertEquals(Optional.empty(), reader.head("r1"));
            PublishedMap map = LARGE;
            assertTrue(map.head().size() > 2 * MemcachedChannel.CHUNK_BYTES, "three chunks: " + map.head());
            publisher.publish(map);
            assertEquals(Optional.of(map.head()), reader.head("r1"));
            assertArrayEquals(
                    map.encoded(), reader.fetch(map.head()).orElseThrow().encoded());
        }
    }

    @Test
    void corruptedAndMissingChunksAreRefused() {
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel channel = channel(server.port(), LONG)) {
            PublishedMap map = LARGE;
            RawMemcached other = new RawMemcached(server.port());
            channel.publish(map);
            String last = "isochrone:" + map.head().hash() + ":2";
            int size = map.head().size() - 2 * MemcachedChannel.CHUNK_BYTES;

            assertEquals("STORED", other.set(last, "x".repeat(size)));
            assertTrue(refusal(channel, map.head()).contains("must have the hash"));
            assertEquals("STORED", other.set(last, "x".repeat(size + 1)));
            assertEquals(
                    "chunk 2 of map 2.3.1 must have " + size + " bytes: " + (size + 1), refusal(channel, map.head()));
            assertEquals("DELETED", other.delete(last));
            assertEquals(Optional.empty(), channel.fetch(map.head()));
            assertEquals("STORED", other.set(HEAD_KEY, "nonsense"));
            assertTrue(assertThrows(MapChannelException.class, () -> channel.head("r1"))
                    .damaged());

            channel.renew();
            assertEquals(Optional.of(map.head()), channel.head("r1"));
            assertTrue(channel.fetch(map.head()).isPresent());
        }
    }

    @Test
    void aDeadMemcachedIsToldInTimeAndFoundAgain() {
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel publisher = channel(server.port(), LONG);
                MemcachedChannel reader = channel(server.port(), LONG)) {
            PublishedMap map = LARGE;
            publisher.publish(map);
            assertEquals(Optional.of(map.head()), reader.head("r1"));

            server.kill();
            assertUnreachable(() -> reader.head("r1"));
            assertUnreachable(() -> reader.fetch(map.head()));
            assertUnreachable(() -> publisher.publish(map));
            assertUnreachable(publisher::renew);

            server.restart();
            Await.until(PATIENCE, () -> answers(publisher::renew));
            Await.until(PATIENCE, () -> answers(() -> reader.head("r1")));
            assertEquals(Optional.of(map.head()), reader.head("r1"));
            assertTrue(reader.fetch(map.head()).isPresent());
        }
    }

    @Test
    void nobodyThereIsToldAtOnce() {
        int port = FreePort.next();
        try (MemcachedChannel channel = channel(port, LONG)) {
            assertUnreachable(() -> channel.head("r1"));
        }
        MemcachedConfig nowhere = new MemcachedConfig("no-such-host.invalid", port, LONG, TIMEOUT);
        try (MemcachedChannel channel = new MemcachedChannel(nowhere)) {
            assertUnreachable(() -> channel.head("r1"));
        }
    }

    @Test
    void aMemcachedThatHangsIsGivenUp() {
        try (ServerSocket silent = new ServerSocket(0, 50, FreePort.loopback());
                MemcachedChannel channel = new MemcachedChannel(
                        new MemcachedConfig("127.0.0.1", silent.getLocalPort(), LONG, Duration.ofMillis(200)))) {
            for (int i = 0; i < 6; i++) {
                assertUnreachable(() -> channel.head("r1"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void keysDieWithoutTheirPublisherAndLiveWithIt() {
        Duration ttl = Duration.ofSeconds(2);
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel reader = channel(server.port(), ttl)) {
            PublishedMap map = LARGE;
            RawMemcached other = new RawMemcached(server.port());
            long began = System.nanoTime();
            try (MemcachedChannel publisher = channel(server.port(), ttl)) {
                publisher.publish(map);
                // For longer than a key lives, the map is there at every look.
                Await.until(PATIENCE, () -> {
                    assertTrue(reader.head("r1").flatMap(reader::fetch).isPresent());
                    return System.nanoTime() - began > ttl.toNanos() + 1_000_000_000L;
                });
                assertEquals("DELETED", other.delete("isochrone:" + map.head().hash() + ":1"));
                Await.until(PATIENCE, () -> reader.fetch(map.head()).isPresent());
            }
            Await.until(PATIENCE, () -> reader.head("r1").isEmpty());
            Await.until(
                    PATIENCE,
                    () -> other.get("isochrone:" + map.head().hash() + ":0").equals("END"));
        }
    }

    @Test
    void anOldPublisherGivesWay() {
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel old = channel(server.port(), LONG);
                MemcachedChannel next = channel(server.port(), LONG)) {
            old.publish(Maps.published(1));
            next.publish(Maps.published(2));
            old.renew();
            assertEquals(Optional.of(Maps.published(2).head()), old.head("r1"));
        }
    }

    @Test
    void aRenewalThatMeetsANewMapDoesNotPutTheOldOneBack() throws InterruptedException {
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel channel = channel(server.port(), LONG)) {
            channel.publish(Maps.published(1));
            for (int serial = 2; serial < 200; serial++) {
                Thread renewal = Thread.ofPlatform().start(channel::renew);
                PublishedMap map = Maps.published(serial);
                channel.publish(map);
                renewal.join();
                assertEquals(Optional.of(map.head()), channel.head("r1"));
            }
        }
    }

    @Test
    void theLoaderGoesDownTheLadderAndUpAgain() {
        try (MemcachedServer server = MemcachedServer.start();
                MemcachedChannel channel = channel(server.port(), LONG)) {
            RawMemcached other = new RawMemcached(server.port());
            MapLoader loader = new MapLoader(List.of(channel), new FileChannel(folder));
            PublishedMap first = Maps.published(1);
            channel.publish(first);
            assertEquals("1 memcached", poll(loader, Optional.empty()));
            Optional<MapVersion> inUse = Optional.of(first.head().version());

            PublishedMap second = Maps.published(2);
            channel.publish(second);
            other.set(
                    "isochrone:" + second.head().hash() + ":0",
                    "x".repeat(second.head().size()));
            assertEquals("", poll(loader, inUse));
            other.set(
                    HEAD_KEY,
                    MapHeads.encode(Maps.published(new MapVersion("r2", 9, "p9", 9, 9), 2)
                            .head()));
            assertEquals("", poll(loader, inUse));
            other.set(
                    HEAD_KEY,
                    MapHeads.encode(Maps.published(new MapVersion("r1", 1, "p0", 9, 9), 2)
                            .head()));
            assertEquals("", poll(loader, inUse));
            other.set(HEAD_KEY, MapHeads.encode(Maps.published(3).head()));
            assertEquals("", poll(loader, inUse));

            server.kill();
            assertEquals("1 file", poll(loader, Optional.empty()));
            Map<Refusal, Long> refused = loader.counts().refused().get("memcached");
            assertEquals(
                    Map.of(
                            Refusal.DAMAGED,
                            1L,
                            Refusal.OTHER_REALM,
                            1L,
                            Refusal.OLDER,
                            1L,
                            Refusal.GONE,
                            1L,
                            Refusal.UNREACHABLE,
                            1L),
                    refused);

            server.restart();
            Await.until(PATIENCE, () -> answers(() -> channel.publish(second)));
            assertEquals("2 memcached", poll(loader, inUse));
        }
    }

    private static String poll(MapLoader loader, Optional<MapVersion> current) {
        return loader.poll(PERIOD, current)
                .map(accepted -> accepted.map().version().serial() + " " + accepted.source())
                .orElse("");
    }

    private static MemcachedChannel channel(int port, Duration ttl) {
        return new MemcachedChannel(new MemcachedConfig("127.0.0.1", port, ttl, TIMEOUT));
    }

    private static void assertUnreachable(Runnable exchange) {
        assertTimeoutPreemptively(TIMEOUT.multipliedBy(3), () -> {
            MapChannelException refusal = assertThrows(MapChannelException.class, exchange::run);
            assertFalse(refusal.damaged(), refusal.toString());
        });
    }

    private static boolean answers(Runnable exchange) {
        try {
            exchange.run();
            return true;
        } catch (MapChannelException e) {
            return false;
        }
    }

    private static String refusal(MemcachedChannel channel, MapHead head) {
        return String.valueOf(assertThrows(MapChannelException.class, () -> channel.fetch(head))
                .getMessage());
    }
}
