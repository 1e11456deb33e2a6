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
import org.junit.jupiter.params.provider.CsvSource;

/** Real PowerDNS over HTTP through real nginx and Apache, with the configurations that are shipped. */
class RemoteHttpPowerDnsTest {
    private final World world = new World();
    private final int port = FreePort.next();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx  | ''                    | GET /dns/lookup/www%2egeo%2eexample%2e/",
                "apache | ''                    | GET /dns/lookup/www%2egeo%2eexample%2e/",
                "nginx  | ',post=1'             | POST /dns/lookup HTTP",
                "apache | ',post=1,post_json=1' | POST /dns HTTP"
            })
    void answersAreRightAndConnectionsAreKept(String server, String mode, String call) throws IOException {
        try (RemoteHttp daemon = RemoteHttp.start(
                        new InetSocketAddress(FreePort.loopback(), 0),
                        new RemoteContext(world.responder, world.counters));
                ServerProcess web = web(server, daemon.address().getPort());
                PowerDns powerDns = PowerDns.start(
                        Files.createDirectory(folder.resolve("pdns")),
                        Examples.read("remote-http.conf", Map.of("URL", "http://127.0.0.1:" + port, "MODE", mode)))) {
            Steering steering = new Steering(powerDns.port());
            steering.clientsGetTheirZones();
            if (mode.isEmpty()) {
                steering.nobodyGetsAnothersAnswer();
                steering.everythingElseIsRight();
            }
            assertTrue(web.alive());
        }
        // the server has ended, so its log is whole
        List<String> calls = Files.readAllLines(folder.resolve("access.log"));
        assertTrue(calls.stream().anyMatch(line -> line.contains("\"" + call)), calls::toString);
        String first = server.equals("apache") ? " 0" : " 1";
        long connections = calls.stream().filter(line -> line.endsWith(first)).count();
        assertTrue(
                connections < calls.size() / 2,
                () -> "PowerDNS may take a connection that was closed for open: " + calls);
    }

    private ServerProcess web(String server, int daemon) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        String listen = "127.0.0.1:" + port;
        String shipped = Examples.read(
                server + ".conf", Map.of("LISTEN", listen, "DAEMON", "127.0.0.1:" + daemon, "FOLDER", folder));
        String file = Files.writeString(
                        folder.resolve(server + ".conf"), server.equals("apache") ? apache(listen) + shipped : shipped)
                .toString();
        List<String> command = server.equals("apache")
                ? List.of(Servers.require("apache2").toString(), "-DFOREGROUND", "-f", file)
                : List.of(
                        Servers.require("nginx").toString(),
                        "-c",
                        file,
                        "-e",
                        folder.resolve("nginx-start.log").toString(),
                        "-g",
                        "daemon off;");
        return ServerProcess.start(folder.resolve(server + ".log"), command)
                .awaitReady(Duration.ofSeconds(20), () -> accepts(port));
    }

    /** The shipped file is a site; this is the server around it, with the modules where Debian has them. */
    private String apache(String listen) {
        return """
                ServerRoot %1$s
                ServerName localhost
                PidFile apache.pid
                DefaultRuntimeDir %1$s
                ErrorLog apache-error.log
                User www-data
                Group www-data
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule authz_host_module /usr/lib/apache2/modules/mod_authz_host.so
                LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                Listen %2$s
                """.formatted(folder, listen);
    }

    private static boolean accepts(int port) {
        try (Socket _ = new Socket(FreePort.loopback(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
