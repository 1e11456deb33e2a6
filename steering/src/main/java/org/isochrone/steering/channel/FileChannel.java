package org.isochrone.steering.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapHeads;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.RealmKey;

/**
 * One file per realm, {@code <folder>/<realm>.map}: the head as a line of JSON, then the encoded map. A new map is
 * written beside it, forced to the disk and renamed over it, so that a reader sees the old file or the new one, also
 * after a loss of power.
 */
public final class FileChannel implements MapChannel {
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final Path folder;

    /** Keeps its files in {@code folder}, which is made when the first map is published. */
    public FileChannel(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void publish(PublishedMap map) {
        Path file = file(map.head().version().realmId());
        Path beside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            try {
                write(beside, map);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
            force(folder);
        } catch (IOException e) {
            throw new MapChannelException("cannot write " + file + ": " + e, e);
        }
    }

    @Override
    public Optional<MapHead> head(String realmId) {
        Path file = file(realmId);
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(head(in, file, realmId));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public Optional<PublishedMap> fetch(MapHead head) {
        Path file = file(head.version().realmId());
        try (InputStream in = Files.newInputStream(file)) {
            if (!head(in, file, head.version().realmId()).equals(head)) {
                return Optional.empty(); // another map has taken its place
            }
            PublishedMap map = new PublishedMap(head, in.readAllBytes());
            try {
                MapCodec.verify(map);
            } catch (MapChannelException e) {
                throw damaged(file, String.valueOf(e.getMessage()));
            }
            return Optional.of(map);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Path file(String realmId) {
        return folder.resolve(RealmKey.of(realmId) + ".map");
    }

    private static MapHead head(InputStream in, Path file, String realmId) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() == MAX_HEAD_BYTES) {
                throw damaged(file, "it does not begin with a line that says what it is");
            }
            line.write(next);
        }
        MapHead head;
        try {
            head = MapHeads.decode(line.toString(StandardCharsets.UTF_8));
        } catch (MapChannelException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
        if (!head.version().realmId().equals(realmId)) {
            throw damaged(file, "it holds a map of realm '" + head.version().realmId() + "'");
        }
        return head;
    }

    private static void write(Path file, PublishedMap map) throws IOException {
        try (var channel =
                java.nio.channels.FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            String line = MapHeads.encode(map.head()) + "\n";
            writeAll(channel, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            writeAll(channel, ByteBuffer.wrap(map.encoded()));
            channel.force(true);
        }
    }

    private static void writeAll(java.nio.channels.FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes the rename itself outlast a loss of power. */
    private static void force(Path folder) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MapChannelException damaged(Path file, String what) {
        return new MapChannelException(file + ": " + what);
    }

    private static MapChannelException unreadable(Path file, IOException cause) {
        return new MapChannelException("cannot read " + file + ": " + cause, cause);
    }
}
