package org.isochrone.pdns.remote;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real PowerDNS over HTTP through real nginx, with the configurations that are shipped. */
class RemoteHttpPowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World();

    @ParameterizedTest
    @ValueSource(strings = {"", ",post=1", ",post=1,post_json=1"})
    void answersAreRight(String mode) throws IOException {
        try (RemoteHttp daemon = RemoteHttp.start(
                        new InetSocketAddress(FreePort.loopback(), 0),
                        new RemoteContext(world.responder, world.counters));
                ServerProcess nginx = nginx(daemon.address().getPort());
                PowerDns powerDns = PowerDns.start(
                        Files.createDirectory(folder.resolve("pdns")),
                        Examples.read(
                                "remote-http-behind-nginx.conf",
                                Map.of("URL", "http://127.0.0.1:" + port, "MODE", mode)))) {
            new Steering(powerDns.port()).isRight();
            assertTrue(nginx.alive());
            String log = Files.readString(folder.resolve("nginx-access.log"));
            assertTrue(
                    log.contains(
                            switch (mode) {
                                case "" -> "\"GET /dns/lookup/www%2egeo%2eexample%2e/";
                                case ",post=1" -> "\"POST /dns/lookup HTTP";
                                default -> "\"POST /dns HTTP";
                            }),
                    log);
        }
    }

    private final int port = FreePort.next();

    private ServerProcess nginx(int daemon) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path configuration = Files.writeString(
                folder.resolve("nginx.conf"),
                Examples.read(
                        "nginx.conf",
                        Map.of("LISTEN", "127.0.0.1:" + port, "DAEMON", "127.0.0.1:" + daemon, "FOLDER", folder)));
        return ServerProcess.start(
                        folder.resolve("nginx.log"),
                        List.of(
                                Servers.require("nginx").toString(),
                                "-c",
                                configuration.toString(),
                                "-e",
                                folder.resolve("nginx-start.log").toString(),
                                "-g",
                                "daemon off;"))
                .awaitReady(Duration.ofSeconds(20), () -> accepts(port));
    }

    private static boolean accepts(int port) {
        try (Socket _ = new Socket(FreePort.loopback(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
