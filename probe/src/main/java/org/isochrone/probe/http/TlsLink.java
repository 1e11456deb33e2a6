package org.isochrone.probe.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * TLS over a connection that somebody else reads and writes, a record at a time (RFC 8446 section 5.1), so that it is
 * known when the first byte of each came. For one thread, but for the tasks that it hands out.
 */
final class TlsLink {
    /** A record's type, version and length. */
    static final int HEADER = 5;

    private static final int LONGEST = (1 << 14) + 2048;
    private static final int LENGTH = 3;

    private final SSLEngine engine;
    private final ByteBuffer record = ByteBuffer.allocate(HEADER + LONGEST);
    private final ByteBuffer plain = ByteBuffer.allocate(LONGEST);

    /** What the handshake needs before it goes on. */
    enum Need {
        /** The next record of the other side. */
        RECORD,
        /** The end of what {@link #tasks} returns. */
        TASKS,
        /** Nothing: it is done. */
        NOTHING
    }

    TlsLink(SSLEngine engine) {
        this.engine = engine;
    }

    /** Returns the record that is being read, to put more of it in. */
    ByteBuffer record() {
        return record;
    }

    /** Returns how many bytes are missing from the record as far as its length is known; 0 if it is whole. */
    int missing() throws IOException {
        int have = record.position();
        if (have < HEADER) {
            return have == 0 ? 1 : HEADER - have;
        }
        int length = record.getShort(LENGTH) & 0xFFFF;
        if (length > LONGEST) {
            throw new IOException("does not speak TLS");
        }
        return HEADER + length - have;
    }

    /** Begins the handshake. */
    void begin() throws SSLException {
        engine.beginHandshake();
    }

    /** Goes on with the handshake as far as it gets, and adds to {@code out} what must be sent. */
    Need shake(List<ByteBuffer> out) throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> out.add(seal(ByteBuffer.allocate(0)));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (record.position() == 0 || missing() > 0) {
                        return Need.RECORD;
                    }
                    open();
                }
                case NEED_TASK -> {
                    return Need.TASKS;
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return Need.NOTHING;
                }
            }
        }
    }

    /** Returns the work that the handshake waits for, which may run on any thread. */
    List<Runnable> tasks() {
        List<Runnable> tasks = new ArrayList<>();
        Optional<Runnable> next = Optional.ofNullable(engine.getDelegatedTask());
        while (next.isPresent()) {
            tasks.add(next.get());
            next = Optional.ofNullable(engine.getDelegatedTask());
        }
        return tasks;
    }

    /** Tells whether the other side is likely to send tickets once the handshake is done: after those of TLS 1.3. */
    boolean sendsTickets() {
        return engine.getSession().getProtocol().equals("TLSv1.3");
    }

    /** Returns {@code bytes} as records. */
    ByteBuffer seal(ByteBuffer bytes) throws IOException {
        ByteBuffer sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + bytes.remaining());
        SSLEngineResult result = engine.wrap(bytes, sealed);
        if (result.getStatus() != SSLEngineResult.Status.OK || bytes.hasRemaining()) {
            throw new IOException("TLS ends: " + result.getStatus());
        }
        return sealed.flip();
    }

    /**
     * Takes in the record, which is whole, and makes room for the next.
     *
     * @return how many bytes of the application it held: none if it was TLS's own
     * @throws IOException if it was the last
     */
    int open() throws IOException {
        record.flip();
        plain.clear();
        SSLEngineResult result = engine.unwrap(record, plain);
        record.compact();
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new IOException("hung up over TLS");
        }
        return result.bytesProduced();
    }
}
