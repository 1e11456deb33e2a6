package org.isochrone.pdns.unix;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.function.Predicate;

/** A conversation in which each line is answered before the next is read. For one thread. */
public interface LineSession {
    /**
     * Tells whether a line is a question that the other side asks anew, elsewhere, when the connection ends instead.
     */
    boolean retriedWhenClosed(Span line);

    /** Appends an answer that makes the other side ask anew, elsewhere; false if there is none to this line. */
    boolean handOver(Span line, Bytes out);

    /** Appends the answer to a line. */
    void answer(Span line, Bytes out);

    /** Appends the answer to a line of which only the start was kept. */
    void tooLong(String start, Bytes out);

    /** Is told how long it took from a line to its answer. */
    void took(long nanos);

    /**
     * Holds this conversation on a connection, to its end.
     *
     * @param maxLine no longer line is kept, bytes
     * @param leaving tells of a line whether the connection should end on it
     */
    default void serve(ByteChannel channel, int maxLine, Predicate<CharSequence> leaving) throws IOException {
        LineReader lines = new LineReader(channel, maxLine);
        Bytes out = new Bytes();
        while (true) {
            LineReader.Event event = lines.next();
            long start = System.nanoTime();
            switch (event) {
                case LINE -> {
                    boolean leave = leaving.test(lines.line());
                    if (leave && retriedWhenClosed(lines.line())) {
                        return;
                    }
                    if (!leave || !handOver(lines.line(), out)) {
                        answer(lines.line(), out);
                    }
                }
                case TOO_LONG -> tooLong(lines.line().toString(), out);
                case END -> {
                    return;
                }
            }
            out.writeTo(channel);
            took(System.nanoTime() - start);
        }
    }
}
