package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.LineReader;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PowerDNS on our pipe socket, with the configuration that is shipped. */
class PipeSocketPowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World();
    private final AtomicReference<CountDownLatch> frozen = new AtomicReference<>(new CountDownLatch(0));

    private UnixServer server() throws IOException {
        return PipeServer.start(folder.resolve("pipe.sock"), 0666, world.pipe());
    }

    private PowerDns powerDns() {
        return PowerDns.start(folder, configuration());
    }

    private String configuration() {
        return Examples.read("pipe-socket.conf", Map.of("SOCKET", folder.resolve("pipe.sock")));
    }

    @Test
    void answersAreRight() throws IOException {
        try (UnixServer _ = server();
                PowerDns powerDns = powerDns()) {
            new Steering(powerDns.port()).isRight();
            powerDns.restart();
            new Steering(powerDns.port()).clientsGetTheirZones();
        }
    }

    @Test
    void aNewServerTakesOverWithoutPowerDnsBeingRestarted() throws IOException {
        UnixServer old = server();
        try (PowerDns powerDns = powerDns()) {
            Steering steering = new Steering(powerDns.port());
            steering.clientsGetTheirZones();
            try (UnixServer successor = server()) {
                Thread stopping = Thread.ofPlatform().start(() -> old.stop(Duration.ofSeconds(5)));
                for (int i = 0; i < 3; i++) {
                    steering.clientsGetTheirZones();
                }
                steering.nobodyGetsAnothersAnswer();
                Await.until(Duration.ofSeconds(20), () -> !stopping.isAlive());
                steering.clientsGetTheirZones();
                assertTrue(successor.connections() > 0);
            }
        } finally {
            old.close();
        }
    }

    /** Ten versions, one after the other, while PowerDNS is asked all the time: no answer is lost, none is wrong. */
    @Test
    void tenUpgradesUnderLoadLoseNoAnswer() throws Exception {
        UnixServer current = server();
        try (PowerDns powerDns = powerDns()) {
            AtomicBoolean over = new AtomicBoolean();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            LongAdder asked = new LongAdder();
            List<Thread> asking = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> load(powerDns.port(), i, over, wrong, asked)))
                    .toList();
            for (int i = 0; i < 10; i++) {
                UnixServer successor = server();
                current.stop(Duration.ofSeconds(20));
                current = successor;
                long now = asked.sum();
                Await.until(Duration.ofSeconds(20), () -> asked.sum() > now + 100);
            }
            over.set(true);
            for (Thread each : asking) {
                each.join();
            }
            assertEquals(List.of(), List.copyOf(wrong));
            assertTrue(current.connections() > 0);
            new Steering(powerDns.port()).clientsGetTheirZones();
        } finally {
            current.close();
        }
    }

    private static void load(int port, int seed, AtomicBoolean over, Queue<String> wrong, LongAdder asked) {
        Random random = new Random(seed);
        Stub stub = new Stub(port);
        try {
            while (!over.get()) {
                boolean first = random.nextBoolean();
                Prefix subnet = Prefix.parse((first ? "203.0.113." : "198.51.100.") + random.nextInt(256) + "/32");
                String answer = stub.ask("www.geo.example", 1, subnet);
                if (!answer.equals(first ? "NOERROR 192.0.2.1" : "NOERROR 192.0.2.2 192.0.2.22")) {
                    wrong.add(subnet + " " + answer);
                }
                asked.increment();
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    /** Answers as always, but nobody while {@link #frozen} is closed. */
    private UnixServer freezing() throws IOException {
        return UnixServer.start(folder.resolve("pipe.sock"), 0666, "frozen", (channel, _) -> {
            PipeSession session = new PipeSession(world.pipe());
            LineReader lines = new LineReader(channel, PipeServer.MAX_LINE);
            Bytes out = new Bytes();
            while (lines.next() == LineReader.Event.LINE) {
                try {
                    frozen.get().await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                session.answer(lines.line(), out);
                out.writeTo(channel);
            }
        });
    }

    /**
     * It knows no time limit on a socket: whoever asks waits until the daemon goes on, or is left without an answer.
     */
    @Test
    void aFrozenDaemonHoldsEveryQuestionUpUntilItGoesOn() throws Exception {
        try (UnixServer _ = freezing();
                PowerDns powerDns = powerDns()) {
            assertEquals("NOERROR A 192.0.2.1", www(powerDns));
            frozen.set(new CountDownLatch(1));
            assertEquals("TIMEOUT", www(powerDns, "+time=3"));
            frozen.get().countDown();
            assertEquals("NOERROR A 192.0.2.1", www(powerDns));
            new Steering(powerDns.port()).clientsGetTheirZones();
            assertTrue(powerDns.alive());
        }
    }

    /** With several distributors questions wait in a queue, of which PowerDNS forgets what is older than 1.5 s. */
    @Test
    void whatWaitsForLongerThanTheQueueLimitIsDropped() throws Exception {
        String configuration = configuration()
                .replace("receiver-threads=2", "receiver-threads=1")
                .replace("distributor-threads=1", "distributor-threads=2");
        try (UnixServer _ = freezing();
                PowerDns powerDns = PowerDns.start(folder, configuration);
                DatagramSocket asking = new DatagramSocket()) {
            assertEquals("NOERROR A 192.0.2.1", www(powerDns));
            frozen.set(new CountDownLatch(1));
            asking.connect(FreePort.loopback(), powerDns.port());
            for (byte id = 0; id < 6; id++) {
                byte[] question = Stub.query("www.geo.example", 1, Prefix.parse("203.0.113." + id + "/32"))
                        .toWire();
                question[0] = id;
                asking.send(new DatagramPacket(question, question.length));
            }
            assertEquals("TIMEOUT", www(powerDns, "+time=3"));
            frozen.get().countDown();
            assertEquals("NOERROR A 192.0.2.1", www(powerDns));
            asking.setSoTimeout(500);
            Set<Byte> answered = new TreeSet<>();
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            try {
                while (true) {
                    asking.receive(answer);
                    answered.add(answer.getData()[0]);
                }
            } catch (SocketTimeoutException e) {
                assertEquals(Set.of((byte) 0, (byte) 1), answered, "one for each distributor");
            }
        }
    }

    @Test
    void afterAStopInGoodOrderPowerDnsFindsTheNextServer() throws IOException {
        UnixServer first = server();
        try (PowerDns powerDns = powerDns()) {
            new Steering(powerDns.port()).clientsGetTheirZones();
            Thread stopping = Thread.ofPlatform().start(() -> first.stop(Duration.ofSeconds(4)));
            Await.until(Duration.ofSeconds(20), () -> {
                www(powerDns);
                return !stopping.isAlive();
            });
            assertEquals("SERVFAIL", www(powerDns));
            try (UnixServer _ = server()) {
                for (int i = 0; i < 20; i++) {
                    assertEquals("NOERROR A 192.0.2.1", www(powerDns));
                }
            }
        }
    }

    private static String www(PowerDns powerDns) {
        return www(powerDns, "+time=5");
    }

    private static String www(PowerDns powerDns, String patience) {
        return powerDns.ask("www.geo.example", "A", "+subnet=203.0.113.0/24", patience)
                .brief();
    }
}
