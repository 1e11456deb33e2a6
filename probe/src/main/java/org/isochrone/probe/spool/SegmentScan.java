package org.isochrone.probe.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.isochrone.steering.burst.NumberedBurst;

/**
 * Walks over the records of one segment. Where a record is not sound it looks, byte by byte, for the next sound one
 * with a higher sequence, so that one bad block costs the records it holds and no others. Not safe for several threads.
 */
final class SegmentScan {
    private final ByteBuffer bytes;
    private int offset;
    private int soundEnd;
    private long last;
    private int gaps;
    private int gapBytes;

    /** Begins behind {@code offset} bytes, with records that follow the sequence {@code last}. */
    SegmentScan(ByteBuffer bytes, int offset, long last) {
        this.bytes = bytes;
        this.offset = offset;
        this.soundEnd = offset;
        this.last = last;
    }

    /** Returns the next sound record; empty if none follows. */
    Optional<NumberedBurst> next() {
        for (int at = offset; bytes.limit() - at > BurstCodec.HEADER; at++) {
            Optional<BurstCodec.Decoded> record = BurstCodec.decode(bytes, at)
                    .filter(decoded -> decoded.burst().sequence() > last);
            if (record.isPresent()) {
                if (at > offset) {
                    gaps++;
                    gapBytes += at - offset;
                }
                offset = at + record.get().bytes();
                soundEnd = offset;
                last = record.get().burst().sequence();
                return record.map(BurstCodec.Decoded::burst);
            }
        }
        offset = bytes.limit();
        return Optional.empty();
    }

    /** Returns where the last sound record ended. */
    int soundEnd() {
        return soundEnd;
    }

    /** Returns the sequence of the last sound record. */
    long last() {
        return last;
    }

    /** Returns how many stretches between sound records were passed over. */
    int gaps() {
        return gaps;
    }

    /** Returns how long they were together. */
    int gapBytes() {
        return gapBytes;
    }
}
