package org.isochrone.pdns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.pdns.unix.UnixServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands connections of PowerDNS over to the process that has taken our sockets.
 *
 * <p>A connection moves when a question comes on it, so PowerDNS is asked for names that no cache knows. It has one
 * connection for all questions over TCP, and does not ask again there for who meets the connection's end. So that
 * nobody loses an answer, that connection ends on our own question, before any other connection ends. On the others,
 * which are for UDP, PowerDNS asks again by itself.
 */
public final class HandOver {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final long FIRST_PAUSE_NANOS = 10_000_000;
    private static final long LAST_PAUSE_NANOS = 1_000_000_000;

    /** An id that is set anew, one question, for type A in class IN. */
    private static final byte[] HEADER = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private static final byte[] TYPE_AND_CLASS = {0, 1, 0, 1};

    private final List<UnixServer> sockets;
    private final List<InetSocketAddress> powerDns;
    private final String zone;

    /**
     * Hands nothing over yet.
     *
     * @param powerDns where PowerDNS answers, over UDP and TCP
     * @param zone a served zone; names below it are asked for
     */
    public HandOver(List<UnixServer> sockets, List<InetSocketAddress> powerDns, String zone) {
        this.sockets = List.copyOf(sockets);
        this.powerDns = List.copyOf(powerDns);
        this.zone = zone;
    }

    /** Drains the sockets, and returns when all connections have moved, or when the time is up. */
    public void run(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        LOG.info("another process has taken the sockets, {} connections move to it", open());
        for (InetSocketAddress server : powerDns) {
            String label = label();
            sockets.forEach(socket -> socket.endOn(label));
            overTcp(server, label);
        }
        sockets.forEach(UnixServer::drain);
        long pause = FIRST_PAUSE_NANOS;
        while (open() > 0
                && deadline - System.nanoTime() > 0
                && !Thread.currentThread().isInterrupted()) {
            for (InetSocketAddress server : powerDns) {
                // as many as there may be threads, each of which has a connection
                for (int i = open(); i > 0 && deadline - System.nanoTime() > 0; i--) {
                    overUdp(server, label());
                }
            }
            LockSupport.parkNanos(Math.min(pause, deadline - System.nanoTime()));
            pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
        }
    }

    private int open() {
        return sockets.stream().mapToInt(UnixServer::connections).sum();
    }

    private static String label() {
        return "_hand-over-" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }

    /** What comes does not matter, but PowerDNS has asked us when it comes, and when the connection ends as well. */
    private void overTcp(InetSocketAddress server, String label) {
        try (Socket socket = new Socket()) {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            byte[] question = question(label);
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            framed.write(question.length >> 8);
            framed.write(question.length);
            framed.writeBytes(question);
            socket.getOutputStream().write(framed.toByteArray());
            socket.getInputStream().read();
        } catch (IOException e) {
            LOG.debug("asking {} over TCP", server, e);
        }
    }

    /** Each from a port of its own, by which the kernel chooses the thread of PowerDNS. */
    private void overUdp(InetSocketAddress server, String label) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(server);
            byte[] question = question(label);
            socket.send(new DatagramPacket(question, question.length));
            socket.receive(new DatagramPacket(new byte[HEADER.length], HEADER.length));
        } catch (IOException e) {
            LOG.debug("asking {} over UDP", server, e);
        }
    }

    private byte[] question(String label) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HEADER);
        for (String each : (label + "." + zone).split("\\.", -1)) {
            message.write(each.length());
            message.writeBytes(each.getBytes(StandardCharsets.US_ASCII));
        }
        message.write(0);
        message.writeBytes(TYPE_AND_CLASS);
        byte[] bytes = message.toByteArray();
        int id = ThreadLocalRandom.current().nextInt();
        bytes[0] = (byte) (id >> 8);
        bytes[1] = (byte) id;
        return bytes;
    }
}
