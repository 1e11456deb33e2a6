package org.isochrone.pdns.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Splits what a channel gives into lines, within a fixed amount of memory: a longer line is read to its end and told as
 * too long, so that the lines behind it are understood. For one thread.
 */
public final class LineReader {
    /** What was read. */
    public enum Event {
        /** A whole line, without its end. */
        LINE,
        /** A line longer than the limit; {@link #line} is its start. */
        TOO_LONG,
        /** The other side ended the connection; a line without end is dropped. */
        END
    }

    private final ReadableByteChannel channel;
    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final Span line = new Span();
    private int start;
    private int end;

    /** Reads from {@code channel} lines of at most {@code limit} bytes. */
    public LineReader(ReadableByteChannel channel, int limit) {
        this.channel = channel;
        this.bytes = new byte[limit + 1];
        this.buffer = ByteBuffer.wrap(bytes);
    }

    /** Reads the next line. */
    public Event next() throws IOException {
        boolean tooLong = false;
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (bytes[i] == '\n') {
                    if (!tooLong) {
                        line.set(bytes, start, i > start && bytes[i - 1] == '\r' ? i - 1 : i);
                    }
                    start = i + 1;
                    return tooLong ? Event.TOO_LONG : Event.LINE;
                }
            }
            if (start > 0 && !tooLong) {
                System.arraycopy(bytes, start, bytes, 0, end - start);
                end -= start;
                start = 0;
            }
            if (end == bytes.length) {
                // the first half stays for the message about it, the rest of the line is read over it
                tooLong = true;
                end = bytes.length / 2;
                start = end;
                line.set(bytes, 0, end);
            }
            searched = end;
            int more = channel.read(buffer.clear().position(end));
            if (more < 0) {
                return Event.END;
            }
            end += more;
        }
    }

    /** Returns the line read last; it is another one after the next is read. */
    public Span line() {
        return line;
    }
}
