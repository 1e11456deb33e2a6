package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.burst.NumberedBurst;

/**
 * How far the oldest segment has been read and acknowledged, so that no record is read from disk more often than it
 * must. Immutable.
 *
 * @param offset everything before it is acknowledged; 0 for the beginning
 * @param readTo where the last read ended
 * @param readLast the sequence of the last burst that was read; 0 if none was
 */
record SpoolCursor(long offset, long readTo, long readLast) {
    /** At the beginning of a segment. */
    static final SpoolCursor START = new SpoolCursor(0, 0, 0);

    private static final int LARGEST_RECORD = BurstCodec.HEADER + BurstCodec.MAX_PAYLOAD;

    /**
     * Adds the next {@code max} bursts of {@code segment} behind the sequence {@code acknowledged} to {@code found}.
     */
    SpoolCursor read(Segment segment, int max, long acknowledged, List<NumberedBurst> found) throws IOException {
        long start = Math.max(offset, Long.BYTES);
        long window = (long) max * LARGEST_RECORD;
        while (true) {
            ByteBuffer bytes = segment.read(start, window);
            SegmentScan scan = new SegmentScan(bytes, 0, segment.first() - 1);
            while (found.size() < max) {
                Optional<NumberedBurst> next = scan.next();
                if (next.isEmpty()) {
                    break;
                }
                next.filter(burst -> burst.sequence() > acknowledged).ifPresent(found::add);
            }
            if (!found.isEmpty()) {
                return new SpoolCursor(offset, start + scan.soundEnd(), scan.last());
            }
            if (start + window >= segment.end()) {
                return this;
            }
            window *= 4;
        }
    }

    /** Moves on if everything that was read is acknowledged. */
    SpoolCursor acknowledged(long sequence) {
        return sequence == readLast ? new SpoolCursor(readTo, readTo, readLast) : this;
    }
}
