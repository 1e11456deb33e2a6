package org.isochrone.steering.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.file.WholeFile;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapHeads;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.RealmKey;

/**
 * One file per realm, {@code <folder>/<realm>.map}: the head as a line of JSON, then the encoded map, in a
 * {@link WholeFile}.
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
        String line = MapHeads.encode(map.head()) + "\n";
        try {
            WholeFile.write(
                    file(map.head().version().realmId()),
                    List.of(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), ByteBuffer.wrap(map.encoded())));
        } catch (UncheckedIOException e) {
            throw new MapChannelException(String.valueOf(e.getMessage()), e);
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

    private static MapChannelException damaged(Path file, String what) {
        return new MapChannelException(file + ": " + what);
    }

    private static MapChannelException unreadable(Path file, IOException cause) {
        return new MapChannelException("cannot read " + file + ": " + cause, cause);
    }
}
