package org.isochrone.probe.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.isochrone.probe.testnet.Bursts;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is there at once, and what the disk would not take for good can be taken back. */
class SegmentWriterTest {
    @TempDir
    private Path temp = Path.of("");

    private static List<NumberedBurst> numbered(long first, List<Burst> bursts) {
        List<NumberedBurst> numbered = new ArrayList<>();
        bursts.forEach(each -> numbered.add(new NumberedBurst(first + numbered.size(), each)));
        return numbered;
    }

    private static void append(SegmentWriter writer, List<NumberedBurst> bursts) throws IOException {
        writer.append(bursts, SegmentWriter.encoded(bursts));
    }

    private static List<NumberedBurst> read(Path file) throws IOException {
        Segment segment = Segment.open(file).segment();
        List<NumberedBurst> found = new ArrayList<>();
        SpoolCursor.START.read(segment, 100, 0, found);
        return found;
    }

    @Test
    void takesBackWhatWasNotForcedAndNothingElse() throws IOException {
        Random random = new Random(3);
        List<NumberedBurst> safe = numbered(1, Bursts.random(random, 5));
        List<NumberedBurst> unsafe = numbered(6, Bursts.random(random, 7));
        Segment segment = Segment.fresh(temp, 1);
        try (SegmentWriter writer = SegmentWriter.create(segment)) {
            append(writer, safe);
            writer.force();
            long end = segment.end();
            append(writer, unsafe.subList(0, 3));
            append(writer, unsafe.subList(3, 7));
            assertEquals(12, read(segment.path()).size(), "the kernel has it at once");
            assertEquals(unsafe, writer.takeBack());
            assertEquals(end, Files.size(segment.path()));
            assertEquals(safe, read(segment.path()));
            append(writer, unsafe);
            writer.force();
            assertEquals(List.of(), writer.takeBack());
        }
        List<NumberedBurst> all = new ArrayList<>(safe);
        all.addAll(unsafe);
        assertEquals(all, read(segment.path()));
    }
}
