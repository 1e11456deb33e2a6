package org.isochrone.pdns.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real PowerDNS with the relay on its remote backend's pipe, with the configuration that is shipped. */
class RemoteRelayPowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World();

    @Test
    void answersAreRightAndTheDaemonMayComeLater() throws IOException {
        Path socket = folder.resolve("remote.sock");
        String configuration =
                Examples.read("remote-pipe.conf", Map.of("ISOCHRONE", Relay.launcher(folder), "SOCKET", socket));
        try (PowerDns powerDns =
                PowerDns.start(folder, configuration + "\ncache-ttl=1\nquery-cache-ttl=1\nnegquery-cache-ttl=1\n")) {
            // the first question may have to wait for the relay to give up on the daemon
            Await.until(
                    Duration.ofSeconds(20),
                    () -> powerDns.ask("www.geo.example", "A").brief().equals("REFUSED"));
            try (UnixServer _ = RemoteServer.start(socket, 0666, new RemoteContext(world.responder, world.counters))) {
                Await.until(
                        Duration.ofSeconds(20),
                        () -> powerDns.ask("www.geo.example", "A", "+subnet=203.0.113.0/24")
                                .brief()
                                .equals("NOERROR A 192.0.2.1"));
                new Steering(powerDns.port()).isRight();
            }
        }
    }
}
