package org.isochrone.pdns.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The connection to the daemon. It is opened when there is a question and none is open. A question whose connection
 * breaks is asked once more on a new one. A daemon that has just gone is waited for, since it may be about to come
 * back; one that stays away, or does not answer in time, costs the next questions no time. Of a long answer, such as a
 * zone transfer, a piece is kept at a time, and the time limit is that of the piece. For one thread.
 */
final class DaemonLink {
    /** Below the two seconds after which PowerDNS kills its backend. */
    private static final long PATIENCE_NANOS = 1_500_000_000L;

    /** How long a daemon may take that has failed to answer in time before. */
    private static final long SHORT_PATIENCE_NANOS = 300_000_000L;

    /** How long a daemon that did not answer in time is left alone. */
    private static final long REST_NANOS = 2_000_000_000L;

    private static final long RECONNECT_PAUSE_NANOS = 20_000_000L;

    /** An answer longer than this, as a zone transfer is, is passed on while it comes: the heap is small. */
    private static final int PIECE = 1 << 16;

    /** No record of DNS is longer in presentation form, where an octet takes four characters at most. */
    private static final int MAX_LINE = 1 << 19;

    /**
     * What tells PowerDNS that an answer ends before its time: in the pipe protocol, and in JSON, which stays broken.
     */
    private static final byte[] BROKEN_LINES = StdioRelay.ascii("FAIL\n");

    private static final byte[] BROKEN_JSON = StdioRelay.ascii("\n");

    private final UnixDomainSocketAddress address;
    private final Watchdog watchdog;
    private SocketChannel channel;
    private byte[] greeting;
    private byte[] answer = new byte[4096];
    private int answerLength;
    private int passable;
    private boolean away;
    private long awaySince;
    private boolean resting;
    private long restUntil;

    private DaemonLink(UnixDomainSocketAddress address, byte[] greeting, SocketChannel channel) {
        this.address = address;
        this.greeting = greeting;
        this.channel = channel;
        this.watchdog = new Watchdog(channel);
    }

    /** Speaks the pipe protocol: a greeting, and answers of several lines up to {@code END} or {@code FAIL}. */
    static DaemonLink ofLines(String path) throws IOException {
        return to(path, StdioRelay.ascii("HELO\t5\n"));
    }

    /** Speaks the remote protocol: no greeting, and a line for an answer. */
    static DaemonLink ofJson(String path) throws IOException {
        return to(path, new byte[0]);
    }

    private static DaemonLink to(String path, byte[] greeting) throws IOException {
        DaemonLink link = new DaemonLink(
                UnixDomainSocketAddress.of(path), greeting, SocketChannel.open(StandardProtocolFamily.UNIX));
        link.watchdog.setDaemon(true);
        link.watchdog.start();
        return link;
    }

    /** Keeps the line with which every connection begins. */
    void greeting(byte[] bytes, int start, int length) throws IOException {
        greeting = new byte[length];
        System.arraycopy(bytes, start, greeting, 0, length);
        channel.close();
    }

    /**
     * Asks, and passes the answer on; false if there is none to be had now, and then nothing was passed on.
     *
     * @throws IOException if {@code out} is gone
     */
    boolean ask(byte[] bytes, int start, int length, OutputStream out) throws IOException {
        long now = System.nanoTime();
        if (resting && now - restUntil < 0) {
            return false;
        }
        long deadline = now + (resting ? SHORT_PATIENCE_NANOS : PATIENCE_NANOS);
        watchdog.arm(deadline);
        String failure = "";
        int failures = 0;
        boolean late = false;
        while (failures < 2 && System.nanoTime() - deadline < 0) {
            boolean connected = channel.isConnected() && channel.isOpen();
            boolean whole;
            try {
                if (!connected) {
                    connect();
                    connected = true;
                }
                write(bytes, start, length);
                answerLength = 0;
                whole = readPiece();
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
                close();
                // a daemon that is not there does not come late, even if the time runs out while it is looked for
                late = e instanceof ClosedChannelException;
                if (connected) {
                    failures++;
                } else if (away && System.nanoTime() - awaySince > PATIENCE_NANOS) {
                    break;
                } else {
                    failed(String.valueOf(e.getMessage()));
                    LockSupport.parkNanos(RECONNECT_PAUSE_NANOS);
                }
                continue;
            }
            watchdog.disarm();
            succeeded();
            passOn(whole, out);
            return true;
        }
        watchdog.disarm();
        if (late) {
            resting = true;
            restUntil = System.nanoTime() + REST_NANOS;
        }
        failed(failure);
        return false;
    }

    /** Passes on what was read, and the rest as it comes. */
    private void passOn(boolean whole, OutputStream out) throws IOException {
        boolean last = whole;
        while (!last) {
            out.write(answer, 0, passable);
            answerLength -= passable;
            System.arraycopy(answer, passable, answer, 0, answerLength);
            watchdog.arm(System.nanoTime() + PATIENCE_NANOS);
            try {
                last = readPiece();
            } catch (IOException e) {
                watchdog.disarm();
                close();
                failed(String.valueOf(e.getMessage()));
                out.write(greeting.length == 0 ? BROKEN_JSON : BROKEN_LINES);
                return;
            }
            watchdog.disarm();
        }
        out.write(answer, 0, answerLength);
    }

    private void connect() throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        watchdog.guard(channel);
        if (!channel.isOpen()) {
            throw new IOException("no time was left to connect");
        }
        channel.connect(address);
        if (greeting.length == 0) {
            return;
        }
        write(greeting, 0, greeting.length);
        answerLength = 0;
        while (answerLength == 0 || answer[answerLength - 1] != '\n') {
            read();
        }
        if (answerLength < 3 || answer[0] != 'O' || answer[1] != 'K') {
            throw new IOException("the daemon refuses the greeting");
        }
    }

    private void write(byte[] bytes, int start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Reads until the answer is over, or until a piece of it can be passed on: whole lines, of JSON whatever there is.
     * Returns whether it is over.
     */
    private boolean readPiece() throws IOException {
        int lineStart = 0;
        int searched = 0;
        while (true) {
            for (; searched < answerLength; searched++) {
                if (answer[searched] == '\n') {
                    if (terminates(lineStart, searched)) {
                        if (searched + 1 != answerLength) {
                            throw new IOException("the daemon answers more than was asked");
                        }
                        return true;
                    }
                    lineStart = searched + 1;
                }
            }
            passable = greeting.length == 0 ? answerLength : lineStart;
            if (answerLength >= PIECE && passable > 0) {
                return false;
            }
            read();
        }
    }

    private boolean terminates(int from, int to) {
        return greeting.length == 0
                || (to - from == 3 && answer[from] == 'E' && answer[from + 1] == 'N' && answer[from + 2] == 'D')
                || (to - from == 4 && answer[from] == 'F' && answer[from + 1] == 'A' && answer[from + 3] == 'L');
    }

    private void read() throws IOException {
        if (answerLength == answer.length) {
            if (answerLength >= MAX_LINE) {
                throw new IOException("a line of the answer is too long");
            }
            byte[] larger = new byte[2 * answerLength];
            System.arraycopy(answer, 0, larger, 0, answerLength);
            answer = larger;
        }
        int more = channel.read(ByteBuffer.wrap(answer, answerLength, answer.length - answerLength));
        if (more < 0) {
            throw new IOException("the daemon closed the connection");
        }
        answerLength += more;
    }

    private void succeeded() {
        resting = false;
        if (away) {
            away = false;
            System.err.println("isochrone relay: the daemon is back");
        }
    }

    private void failed(String reason) {
        if (!away) {
            away = true;
            awaySince = System.nanoTime();
            System.err.println("isochrone relay: no answer from "
                    .concat(address.toString())
                    .concat(resting ? " (too late)" : " (".concat(reason).concat(")"))
                    .concat(", answering without data until it is back"));
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }
}
