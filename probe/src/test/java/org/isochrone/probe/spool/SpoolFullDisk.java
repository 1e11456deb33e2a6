package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;

/** A process that lives with a disk that is really full: its argument is a small file system of its own. */
final class SpoolFullDisk {
    private static final int BATCH = 1000;

    private final Path disk;
    private final List<Long> accepted = new ArrayList<>();
    private final List<Long> uploaded = new ArrayList<>();
    private long next = 1;

    private SpoolFullDisk(Path disk) {
        this.disk = disk;
    }

    /** Prints {@code well} at the end; ends with an exception where something is not. */
    @SuppressWarnings("SystemOut") // Its output is what the test reads.
    public static void main(String[] arguments) throws IOException {
        new SpoolFullDisk(Path.of(arguments[0])).run();
        System.out.println("well");
    }

    private Spool open(long maxBytes) throws IOException {
        return Spool.open(disk.resolve("spool"), maxBytes, Clocks.system());
    }

    private void run() throws IOException {
        Path other = disk.resolve("other");
        // With the smallest bound, so that a batch is more than a segment; the disk is smaller still.
        try (Spool spool = open(Spool.MIN_BYTES)) {
            // Somebody else's file leaves no room for even one batch, then goes away.
            keep(spool, BATCH);
            fill(other);
            require(!keep(spool, BATCH), "was taken by a full disk");
            require(!keep(spool, BATCH), "was taken by a full disk");
            Files.delete(other);
            require(keep(spool, BATCH), "was refused although there is room again");
        }
        keepsInMemoryWhatTheDiskRefuses(other);
        // With a large one, so that all of it goes into the one segment that is written to.
        try (Spool spool = open(1L << 30)) {
            // The second time there is no file but the one that is written to.
            for (int time = 0; time < 2; time++) {
                boolean room = true;
                while (room) {
                    room = keep(spool, BATCH);
                }
                // Byte for byte full, so that not even the position can be written.
                fill(other);
                require(!keep(spool, BATCH), "was taken by a full disk");
                upload(spool);
                require(spool.counts().pending() == 0, "pending " + spool.counts());
                require(keep(spool, BATCH), "was refused by an empty spool");
                Files.delete(other);
            }
        }
        try (Spool spool = open(1L << 30)) {
            upload(spool);
            require(spool.counts().dropped() == 0, "dropped " + spool.counts());
        }
        // A restart may send again what had left while the position could not be written, and the store passes over it.
        require(uploaded.stream().distinct().toList().equals(accepted), "accepted and uploaded differ");
    }

    /** From memory it goes to the store, and to the disk when there is room again. */
    private void keepsInMemoryWhatTheDiskRefuses(Path other) throws IOException {
        try (Spool spool = open(Spool.MIN_BYTES)) {
            upload(spool);
            fill(other);
            spool.keep(more(3 * BATCH));
            require(spool.counts().held() > BATCH, "held " + spool.counts());
            require(spool.counts().pending() == 3 * BATCH, "pending " + spool.counts());
            List<NumberedBurst> some = spool.peek(BATCH / 2);
            require(some.equals(spool.peek(BATCH / 2)), "not the same before it was acknowledged");
            uploaded(some, spool);
            spool.keep(more(BATCH / 4));
            uploaded(spool.peek(BATCH / 2), spool);
            Files.delete(other);
            spool.keep(more(BATCH / 4));
            require(spool.counts().held() == 0, "held although there is room again " + spool.counts());
            require(spool.counts().pending() == 2 * BATCH + BATCH / 2, "pending " + spool.counts());
        }
        try (Spool spool = open(Spool.MIN_BYTES)) {
            upload(spool);
        }
    }

    private List<Burst> more(int count) {
        List<Burst> more =
                LongStream.range(next, next + count).mapToObj(SpoolCrash::burst).toList();
        more.forEach(each -> accepted.add(each.minNanos()));
        next += count;
        return more;
    }

    private void uploaded(List<NumberedBurst> batch, Spool spool) throws IOException {
        batch.forEach(each -> uploaded.add(each.burst().minNanos()));
        spool.acknowledge(batch.getLast().sequence());
    }

    /** Tells whether the disk took all of them, and what it had refused before. */
    private boolean keep(Spool spool, int count) {
        spool.keep(more(count));
        return spool.counts().held() == 0;
    }

    private void upload(Spool spool) throws IOException {
        for (List<NumberedBurst> batch = spool.peek(BATCH); !batch.isEmpty(); batch = spool.peek(BATCH)) {
            uploaded(batch, spool);
        }
    }

    /** Takes the last byte of the disk, with smaller and smaller blocks. */
    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            for (int block = 1 << 16; block > 0; block /= 2) {
                try {
                    while (true) {
                        out.write(new byte[block]);
                    }
                } catch (IOException full) {
                    require(Files.size(file) > 0, "not one byte fits from the start");
                }
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
