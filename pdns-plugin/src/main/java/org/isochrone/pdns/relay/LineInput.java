package org.isochrone.pdns.relay;

import java.io.IOException;
import java.io.InputStream;

/** Lines of a stream within a fixed buffer; a line that is longer is skipped to its end. For one thread. */
final class LineInput {
    private static final int LIMIT = 8192;
    private static final byte[] HELO = StdioRelay.ascii("HELO\t");
    private static final byte[] AXFR = StdioRelay.ascii("AXFR\t");

    private final InputStream in;
    private final byte[] bytes = new byte[LIMIT + 1];
    private int start;
    private int next;
    private int end;
    private boolean tooLong;

    LineInput(InputStream in) {
        this.in = in;
    }

    /** Reads the next line; false when the stream has ended. */
    boolean next() throws IOException {
        start = next;
        tooLong = false;
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (bytes[i] == '\n') {
                    next = i + 1;
                    return true;
                }
            }
            if (start > 0) {
                System.arraycopy(bytes, start, bytes, 0, end - start);
                end -= start;
                start = 0;
            }
            if (end == bytes.length) {
                tooLong = true;
                end = 0;
            }
            searched = end;
            int more = in.read(bytes, end, bytes.length - end);
            if (more < 0) {
                return false;
            }
            end += more;
        }
    }

    /** Tells whether the line was longer than the buffer, so that it is lost. */
    boolean tooLong() {
        return tooLong;
    }

    /** Tells whether the line is {@code HELO} and something behind it. */
    boolean greeting() {
        return startsWith(HELO);
    }

    /** Tells whether the line is {@code AXFR} and something behind it. */
    boolean transfer() {
        return startsWith(AXFR);
    }

    private boolean startsWith(byte[] word) {
        if (length() <= word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[start + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns where in {@link #bytes} the line starts. */
    int start() {
        return start;
    }

    /** Returns the length of the line with its end. */
    int length() {
        return next - start;
    }
}
