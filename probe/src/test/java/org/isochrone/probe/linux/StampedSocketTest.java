package org.isochrone.probe.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches through the real kernel, to loopback. */
class StampedSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What became of one message. */
    private static final class Fate implements Departure {
        private Optional<ClockReading> leaves = Optional.empty();
        private boolean left;
        private Optional<IOException> refused = Optional.empty();
        private long stamp;

        @Override
        public void leaves(ClockReading at) {
            leaves = Optional.of(at);
        }

        @Override
        public void left() {
            left = true;
        }

        @Override
        public void refused(IOException why) {
            refused = Optional.of(why);
        }

        @Override
        public void stamped(long kernelNanos) {
            assertEquals(0, stamp, "stamped once");
            stamp = kernelNanos;
        }
    }

    private static Fate queue(StampedSocket socket, String to, int port, int number) {
        Fate fate = new Fate();
        socket.next().putInt(number);
        socket.queue(IpAddress.parse(to), port, fate);
        return fate;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void everyMessageIsStampedOnItsWayOutAndIn(String address) throws IOException {
        IpFamily family = IpAddress.parse(address).family();
        try (StampedSocket from = new StampedSocket(family, SocketKind.UDP, 64, Clocks.system());
                StampedSocket to = new StampedSocket(family, SocketKind.UDP, 64, Clocks.system())) {
            int port = bound(to, address);
            List<Long> arrivals = new ArrayList<>();
            // Time stamps of arrival are switched on by a task of the kernel, shortly after a socket asked for them.
            Await.until(PATIENCE, () -> {
                queue(from, address, port, -1);
                from.flush();
                return received(to).stream().anyMatch(each -> each > 0);
            });
            long before = ClockReading.of(Clocks.system()).wallNanos();
            List<Fate> fates = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                fates.add(queue(from, address, port, i));
            }
            from.flush();
            Await.until(PATIENCE, () -> arrivals.addAll(received(to)) && arrivals.size() >= 150);
            for (int i = 0; i < 150; i++) {
                Fate fate = fates.get(i);
                assertTrue(fate.left);
                assertTrue(fate.stamp >= fate.leaves.orElseThrow().wallNanos());
                assertTrue(fate.stamp >= before && fate.stamp <= arrivals.get(i), "left before it arrived: " + i);
                assertTrue(i == 0 || fate.stamp > fates.get(i - 1).stamp, "one after the other: " + i);
            }
        }
    }

    /** Takes what is there, checks that it comes in order, and returns the stamps. */
    private static List<Long> received(StampedSocket socket) {
        List<Long> stamps = new ArrayList<>();
        try {
            socket.receive((from, port, message, kernelNanos, taken) -> {
                assertEquals(Integer.BYTES, message.remaining());
                stamps.add(kernelNanos);
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return stamps;
    }

    /** Binds it to a port that was free a moment ago, by letting it speak once. */
    private static int bound(StampedSocket socket, String address) throws IOException {
        try (DatagramSocket listener = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0))) {
            queue(socket, address, listener.getLocalPort(), 0);
            socket.flush();
            DatagramPacket packet = new DatagramPacket(new byte[64], 64);
            listener.receive(packet);
            return packet.getPort();
        }
    }

    @Test
    void whatIsRefusedConfusesNobodyElsesStamp() throws IOException {
        try (StampedSocket socket = new StampedSocket(IpFamily.IPV4, SocketKind.UDP, 64, Clocks.system())) {
            for (int round = 0; round < 50; round++) {
                List<Fate> fates = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    // Broadcast is not allowed to a socket that did not ask for it.
                    boolean refused = (i + round) % 7 == 0;
                    fates.add(queue(socket, refused ? "255.255.255.255" : "127.0.0.1", 9, i));
                }
                socket.flush();
                long after = ClockReading.of(Clocks.system()).wallNanos();
                for (int i = 0; i < 60; i++) {
                    Fate fate = fates.get(i);
                    boolean refused = (i + round) % 7 == 0;
                    assertEquals(refused, fate.refused.isPresent());
                    assertEquals(!refused, fate.left);
                    assertTrue(fate.stamp == 0
                            || (!refused
                                    && fate.stamp >= fate.leaves.orElseThrow().wallNanos()
                                    && fate.stamp <= after));
                }
                List<Long> stamps = fates.stream()
                        .map(each -> each.stamp)
                        .filter(each -> each > 0)
                        .toList();
                assertEquals(stamps.stream().sorted().toList(), stamps, "in the order of sending");
                assertTrue(fates.get(round % 7 == 0 ? 1 : 0).stamp > 0, "the count begins anew");
            }
        }
    }
}
