package org.isochrone.steering.memcached;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapHeads;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.RealmKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps in memcached. A map stands in chunks below memcached's usual item limit of 1 MiB, named by its hash, so that a
 * reader can never mix two maps; its head is written last:
 *
 * <pre>
 * isochrone:&lt;hash&gt;:&lt;i&gt;      chunk i, of 1,000,000 bytes but for the last
 * isochrone:head:&lt;realm&gt;  the head, a line of JSON
 * </pre>
 *
 * <p>Every key dies after {@code TTL}, so a map whose publisher has died makes room, and readers notice. While the
 * channel that published a map is open, it renews the keys three times within a TTL, and writes again what memcached
 * has lost or forgotten: a map never vanishes while its publisher lives, and is back within a third of a TTL after
 * memcached was restarted. It stops as soon as a newer map stands there. Safe for any thread.
 */
public final class MemcachedChannel implements MapChannel, AutoCloseable {
    /** Bytes in each chunk but the last. */
    static final int CHUNK_BYTES = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(MemcachedChannel.class);
    private static final int RENEWALS_PER_TTL = 3;

    private final MemcachedConfig config;
    private final Keys keys;
    private final Map<String, PublishedMap> mine = new HashMap<>();
    private final ScheduledExecutorService renewer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("memcached-renewer").factory());
    private @Nullable Future<?> renewal;

    /** Connects at the first use; never waits here. */
    public MemcachedChannel(MemcachedConfig config) {
        this.config = config;
        this.keys = new Keys(config);
    }

    @Override
    public String name() {
        return "memcached";
    }

    @Override
    public synchronized void publish(PublishedMap map) {
        mine.put(map.head().version().realmId(), map);
        startRenewing();
        for (int i = 0; i < chunks(map.head()); i++) {
            writeChunk(map, i);
        }
        writeHead(map.head());
    }

    @Override
    public Optional<MapHead> head(String realmId) {
        return keys.get(headKey(realmId)).map(bytes -> MapHeads.decode(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<PublishedMap> fetch(MapHead head) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        for (int i = 0; i < chunks(head); i++) {
            Optional<byte[]> chunk = keys.get(chunkKey(head, i));
            if (chunk.isEmpty()) {
                return Optional.empty();
            }
            int expected = end(head, i) - i * CHUNK_BYTES;
            if (chunk.get().length != expected) {
                throw new MapChannelException("chunk " + i + " of map " + head.version() + " must have " + expected
                        + " bytes: " + chunk.get().length);
            }
            encoded.writeBytes(chunk.get());
        }
        PublishedMap map = new PublishedMap(head, encoded.toByteArray());
        MapCodec.verify(map);
        return Optional.of(map);
    }

    /**
     * Renews the keys of the maps that were published here and writes what is missing; done by itself three times
     * within a TTL.
     *
     * @throws MapChannelException if memcached does not answer
     */
    public synchronized void renew() {
        // Never beside a publication, whose head it would replace by the one before.
        mine.entrySet().removeIf(entry -> newerStands(entry.getKey(), entry.getValue()));
        mine.values().forEach(this::renew);
    }

    /** Ends the connection and stops renewing; what was published dies after its TTL. */
    @Override
    public void close() {
        renewer.shutdownNow();
        keys.close();
    }

    private boolean newerStands(String realmId, PublishedMap map) {
        try {
            return head(realmId)
                    .filter(head -> head.version().replaces(map.head().version()))
                    .isPresent();
        } catch (MapChannelException e) {
            if (e.damaged()) {
                return false; // written again
            }
            throw e;
        }
    }

    private void renew(PublishedMap map) {
        for (int i = 0; i < chunks(map.head()); i++) {
            if (!keys.touch(chunkKey(map.head(), i), config.ttl())) {
                writeChunk(map, i);
            }
        }
        writeHead(map.head());
    }

    private void writeChunk(PublishedMap map, int i) {
        MapHead head = map.head();
        keys.set(chunkKey(head, i), Arrays.copyOfRange(map.encoded(), i * CHUNK_BYTES, end(head, i)), config.ttl());
    }

    private void writeHead(MapHead head) {
        keys.set(
                headKey(head.version().realmId()),
                MapHeads.encode(head).getBytes(StandardCharsets.UTF_8),
                config.ttl());
    }

    private void startRenewing() {
        if (renewal == null && !renewer.isShutdown()) {
            long period = config.ttl().toNanos() / RENEWALS_PER_TTL;
            renewal = renewer.scheduleWithFixedDelay(this::renewQuietly, period, period, TimeUnit.NANOSECONDS);
        }
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (MapChannelException e) {
            LOG.debug("the map's keys are not renewed: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("the map's keys are not renewed", e); // and the next renewal is not lost with this one
        }
    }

    private static int chunks(MapHead head) {
        return (head.size() - 1) / CHUNK_BYTES + 1;
    }

    private static int end(MapHead head, int chunk) {
        return (int) Math.min(head.size(), (chunk + 1L) * CHUNK_BYTES);
    }

    private static String chunkKey(MapHead head, int chunk) {
        return "isochrone:" + head.hash() + ":" + chunk;
    }

    private static String headKey(String realmId) {
        return "isochrone:head:" + RealmKey.of(realmId);
    }
}
