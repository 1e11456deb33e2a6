package org.isochrone.probe.testnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/** Answers DNS questions on loopback: what is said and when is decided per question, in the order they arrive. */
public final class DnsResponder implements AutoCloseable {
    private static final int QR = 0x80;

    private final DatagramSocket socket;
    private final DatagramSocket stranger;
    private final Plan plan;
    private final AtomicInteger questions = new AtomicInteger();
    private final DelayQueue<Due> due = new DelayQueue<>();

    /** What to do with the question of an index from 0. */
    public interface Plan {
        /** Returns the replies to send; none for a loss. */
        List<Reply> replies(int index);
    }

    /** In what a reply differs from an honest one. */
    public enum Fault {
        /** In nothing. */
        NONE,
        /** Another id. */
        WRONG_ID,
        /** Another question. */
        WRONG_QUESTION,
        /** It comes from another port. */
        STRANGER,
        /** It is a question itself. */
        NO_RESPONSE,
        /** It ends in the middle. */
        TORN
    }

    /** One reply. */
    public record Reply(Duration delay, Fault fault) {
        /** An honest reply. */
        public static Reply after(Duration delay) {
            return new Reply(delay, Fault.NONE);
        }

        /** An honest reply. */
        public static Reply afterMillis(long millis) {
            return after(Duration.ofMillis(millis));
        }
    }

    private record Due(long atNanos, DatagramPacket packet, DatagramSocket from) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** Listens on a free port of {@code address}. */
    public DnsResponder(String address, Plan plan) throws IOException {
        InetAddress local = InetAddress.ofLiteral(address);
        this.socket = new DatagramSocket(0, local);
        this.stranger = new DatagramSocket(0, local);
        this.plan = plan;
        Thread.ofPlatform().daemon().start(this::receive);
        Thread.ofPlatform().daemon().start(this::send);
    }

    /** Returns how to probe it. */
    public Target target() {
        IpAddress address = IpAddress.of(socket.getLocalAddress());
        return new Target(address.leaf(), address, ProbeMethod.DNS, socket.getLocalPort());
    }

    /** Returns how many questions came. */
    public int questions() {
        return questions.get();
    }

    private void receive() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                long now = System.nanoTime();
                for (Reply reply : plan.replies(questions.getAndIncrement())) {
                    byte[] bytes = message(Arrays.copyOf(buffer, question.getLength()), reply.fault);
                    due.add(new Due(
                            now + reply.delay.toNanos(),
                            new DatagramPacket(bytes, bytes.length, question.getSocketAddress()),
                            reply.fault == Fault.STRANGER ? stranger : socket));
                }
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] message(byte[] question, Fault fault) {
        byte[] reply = question.clone();
        reply[2] |= (byte) QR;
        switch (fault) {
            case NONE, STRANGER -> {}
            case WRONG_ID -> reply[1] ^= 1;
            case WRONG_QUESTION -> reply[reply.length - 3] ^= 1;
            case NO_RESPONSE -> reply[2] = question[2];
            case TORN -> {
                return Arrays.copyOf(reply, reply.length - 2);
            }
        }
        return reply;
    }

    private void send() {
        while (!socket.isClosed()) {
            try {
                Due next = due.take();
                next.from.send(next.packet);
            } catch (InterruptedException | SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        stranger.close();
    }
}
