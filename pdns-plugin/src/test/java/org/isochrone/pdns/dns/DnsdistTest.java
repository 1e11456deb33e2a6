package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real dnsdist with its cache in front of real PowerDNS, with the configurations that are shipped. */
class DnsdistTest {
    private static final String FRA = "NOERROR A 192.0.2.1";

    @TempDir
    Path folder;

    private final World world = new World();

    @Test
    void theCacheKeepsClientsApart() throws IOException {
        Path socket = folder.resolve("remote.sock");
        int port = FreePort.next();
        try (UnixServer _ = RemoteServer.start(socket, 0666, new RemoteContext(world.responder, world.counters));
                PowerDns powerDns =
                        PowerDns.start(folder, Examples.read("remote-socket.conf", Map.of("SOCKET", socket)));
                ServerProcess _ = dnsdist(port, powerDns.port())) {
            Steering steering = new Steering(port);
            steering.clientsGetTheirZones();
            assertEquals("NXDOMAIN", Dig.ask(port, "nope.geo.example", "A").brief());
            assertEquals(
                    "NOERROR NS ns1.example.org. NS ns2.example.org.",
                    Dig.ask(port, "geo.example", "NS").brief());
            long asked = asked();
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        FRA,
                        Dig.ask(port, "www.geo.example", "A", "+subnet=203.0.113.0/24")
                                .brief());
            }
            assertEquals(asked, asked(), "the cache answers");
            steering.nobodyGetsAnothersAnswer();
            assertTrue(asked() > asked, "another client is another question");
        }
    }

    private long asked() {
        return world.counters.replies().stream()
                .mapToLong(AnswerCounters.ReplyCount::count)
                .sum();
    }

    private ServerProcess dnsdist(int port, int powerDns) throws IOException {
        Path configuration = Files.writeString(
                folder.resolve("dnsdist.conf"),
                Examples.read(
                        "dnsdist.conf",
                        Map.of(
                                "LISTEN",
                                "127.0.0.1:" + port,
                                "POWERDNS",
                                "127.0.0.1:" + powerDns,
                                "ZONE",
                                "geo.example",
                                "CLIENTS",
                                "127.0.0.0/8")));
        return ServerProcess.start(
                        folder.resolve("dnsdist.log"),
                        List.of(
                                Servers.require("dnsdist").toString(),
                                "--supervised",
                                "--disable-syslog",
                                "-C",
                                configuration.toString()))
                .awaitReady(
                        Duration.ofSeconds(20),
                        () -> Dig.ask(port, "_map.geo.example", "TXT").status().equals("NOERROR"));
    }
}
