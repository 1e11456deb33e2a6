package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PowerDNS on our pipe socket, with the configuration that is shipped. */
class PipeSocketPowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World();

    private UnixServer server() throws IOException {
        return PipeServer.start(folder.resolve("pipe.sock"), 0666, PipeServerTest.context(world));
    }

    private PowerDns powerDns() {
        return PowerDns.start(folder, Examples.read("pipe-socket.conf", Map.of("SOCKET", folder.resolve("pipe.sock"))));
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

    @Test
    void afterAStopInGoodOrderPowerDnsFindsTheNextServer() throws IOException {
        UnixServer first = server();
        try (PowerDns powerDns = powerDns()) {
            new Steering(powerDns.port()).clientsGetTheirZones();
            Thread stopping = Thread.ofPlatform().start(() -> first.stop(Duration.ofSeconds(10)));
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
        return powerDns.ask("www.geo.example", "A", "+subnet=203.0.113.0/24").brief();
    }
}
