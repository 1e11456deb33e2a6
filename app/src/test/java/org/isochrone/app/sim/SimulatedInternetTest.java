package org.isochrone.app.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;

class SimulatedInternetTest {
    private static final long SEED = 1;

    /** Id 0x1234, recursion desired, one question: A of a.test in class IN. */
    private static final byte[] QUERY = {
        0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 4, 't', 'e', 's', 't', 0, 0, 1, 0, 1
    };

    @Test
    void aReplyComesBackAfterTheTimeOfItsPath() throws IOException {
        try (SimulatedInternet internet = SimulatedInternet.start(SEED, 0, 0.1)) {
            SimulatedClient client = internet.world().clients().get(0);
            Target target = internet.targets().get(0);
            for (SimulatedZone zone : internet.world().zones()) {
                long truth = internet.truthNanos(zone, client);
                long best = Long.MAX_VALUE;
                for (int i = 0; i < 5; i++) {
                    best = Math.min(best, ask(zone, target));
                }
                assertTrue(best >= truth, zone.name() + " was too fast: " + best + " < " + truth);
                assertTrue(best < truth + 20_000_000, zone.name() + " was too slow: " + best + " > " + truth);
            }
            assertEquals(15, internet.questions());
        }
    }

    @Test
    void theSameSeedLaysTheSamePaths() {
        World world = World.standard();
        Paths first = new Paths(world.zones(), world.clients(), SEED, 0.1, 1);
        Paths second = new Paths(world.zones(), world.clients(), SEED, 0.1, 1);
        Set<String> fastest = new HashSet<>();
        int detours = 0;
        for (SimulatedClient client : world.clients()) {
            SimulatedZone best = world.zones().getFirst();
            SimulatedZone nearest = best;
            for (SimulatedZone zone : world.zones()) {
                assertEquals(first.truthNanos(zone, client), second.truthNanos(zone, client));
                assertEquals(first.nextNanos(zone, client), second.nextNanos(zone, client));
                best = first.truthNanos(zone, client) < first.truthNanos(best, client) ? zone : best;
                nearest = distance(zone, client) < distance(nearest, client) ? zone : nearest;
            }
            fastest.add(best.name());
            detours += best.equals(nearest) ? 0 : 1;
        }
        assertEquals(Set.of("fra", "nyc", "sgp"), fastest);
        assertTrue(detours > 0, "the nearest zone should not be the fastest for everybody");
    }

    @Test
    void aZoneCanBeTakenDownAndBroughtBackOnTheSamePort() throws Exception {
        try (SimulatedInternet internet = SimulatedInternet.start(SEED, 0, 1);
                HttpClient http = HttpClient.newHttpClient()) {
            SimulatedZone zone = internet.world().zones().get(1);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(internet.endpoint(zone))).build();
            assertEquals(
                    "this is nyc\n",
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            internet.takeDown(zone);
            assertThrows(ConnectException.class, () -> http.send(request, HttpResponse.BodyHandlers.discarding()));
            internet.bringUp(zone);
            assertEquals(
                    200,
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void nothingRunsAfterItsEnd() throws IOException {
        SimulatedInternet.start(SEED, 0, 1).close();
        Await.until(
                Duration.ofSeconds(30),
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("sim-")));
    }

    @Test
    void onlyQuestionsAreAnswered() {
        byte[] reply = DnsEcho.reply(QUERY).orElseThrow();
        byte[] expected = QUERY.clone();
        expected[2] = (byte) 0x81;
        expected[3] = 5;
        assertArrayEquals(expected, reply);
        assertTrue(DnsEcho.reply(reply).isEmpty(), "a response is no question");
        assertTrue(DnsEcho.reply(Arrays.copyOf(QUERY, 15)).isEmpty(), "cut short");
        assertTrue(DnsEcho.reply(new byte[3]).isEmpty(), "no header");
    }

    private static double distance(SimulatedZone zone, SimulatedClient client) {
        return zone.city().location().distanceKm(client.city().location());
    }

    private static long ask(SimulatedZone zone, Target target) throws IOException {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(zone.peer().toInetAddress(), 0))) {
            socket.setSoTimeout(5000);
            long start = System.nanoTime();
            socket.send(new DatagramPacket(QUERY, QUERY.length, target.address().toInetAddress(), target.port()));
            DatagramPacket reply = new DatagramPacket(new byte[512], 512);
            socket.receive(reply);
            assertEquals(QUERY.length, reply.getLength());
            return System.nanoTime() - start;
        }
    }
}
