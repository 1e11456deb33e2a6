package org.isochrone.pdns.remote;

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
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PowerDNS with its remote backend on our socket, with the configuration that is shipped. */
class RemotePowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World();

    private UnixServer daemon() throws IOException {
        return RemoteServer.start(
                folder.resolve("remote.sock"), 0666, new RemoteContext(world.responder, world.counters));
    }

    private PowerDns powerDns(String more) {
        return PowerDns.start(
                folder, Examples.read("remote-socket.conf", Map.of("SOCKET", folder.resolve("remote.sock"))) + more);
    }

    @Test
    void answersAreRight() throws IOException {
        try (UnixServer _ = daemon();
                PowerDns powerDns = powerDns("")) {
            new Steering(powerDns.port()).isRight();
            powerDns.restart();
            new Steering(powerDns.port()).clientsGetTheirZones();
        }
    }

    @Test
    void powerDnsFindsUsAgainAfterARestart() throws IOException {
        UnixServer daemon = daemon();
        try (PowerDns powerDns = powerDns("")) {
            new Steering(powerDns.port()).clientsGetTheirZones();
            for (int i = 0; i < 2; i++) {
                daemon.close();
                daemon = daemon();
                Await.until(Duration.ofSeconds(20), () -> www(powerDns).brief().equals("NOERROR A 192.0.2.1"));
            }
            // one SERVFAIL for each of PowerDNS's threads that had a connection, and none after
            Await.until(Duration.ofSeconds(20), () -> {
                for (int i = 0; i < 10; i++) {
                    if (!www(powerDns).status().equals("NOERROR")) {
                        return false;
                    }
                }
                return true;
            });
            new Steering(powerDns.port()).clientsGetTheirZones();
        } finally {
            daemon.close();
        }
    }

    @Test
    void theStaticPartOfAZoneIsTransferred() throws IOException {
        try (UnixServer _ = daemon();
                PowerDns powerDns = powerDns("\nallow-axfr-ips=127.0.0.0/8\n")) {
            String records = String.join("\n", Dig.transfer(powerDns.port(), "geo.example"));
            assertTrue(records.contains("NS ns2.example.org.") && records.contains("_map.geo.example."), records);
            assertEquals(
                    "1",
                    Integer.toString(powerDns.util("list-all-zones")
                            .lines()
                            .filter("geo.example"::equals)
                            .toArray()
                            .length));
        }
    }

    private static Dig.Answer www(PowerDns powerDns) {
        return powerDns.ask("www.geo.example", "A", "+subnet=203.0.113.0/24");
    }
}
