package org.isochrone.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the HTTP prober believes over TLS, small servers and nginx. */
class HttpTlsTest extends HttpProbing {
    @Test
    void aCertificateThatIsNotBelievedIsNoLoss() throws Exception {
        HttpServer server = serve("https", LOCAL, 0, 1);
        String url = url("https", LOCAL, server);
        Target target = target(LOCAL, server.port());
        TlsPolicy usual = TlsPolicy.of(Optional.empty());
        assertRefused(prober(PATIENT, endpoint(url, LOCAL, false), usual, KERNEL), target);
        assertEquals(
                3,
                start(prober(PATIENT, endpoint(url, LOCAL, true), usual, KERNEL), target)
                        .join()
                        .received(),
                "the zone's check says that any will do");
        String wrong = "https://other.example:" + server.port();
        assertRefused(prober(PATIENT, endpoint(wrong, LOCAL, false), trusting(), KERNEL), target);
    }

    private static void assertRefused(HttpProber prober, Target target) {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> start(prober, target).join());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("is not accepted: "),
                String.valueOf(failure.getMessage()));
        assertEquals(0, counts(prober).losses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nginxOverTls(String version) throws Exception {
        Path nginx = Servers.require("nginx");
        int port = FreePort.next();
        Path config = Files.writeString(folder.resolve(version + ".conf"), """
                daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                    client_body_temp_path %1$s/1; proxy_temp_path %1$s/2; fastcgi_temp_path %1$s/3;
                    uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5; access_log off;
                    ssl_certificate %2$s; ssl_certificate_key %3$s; ssl_protocols %4$s;
                    server { listen 127.0.0.1:%5$d ssl; listen [::1]:%5$d ssl; location / { return 200 here; } }
                }
                """.formatted(
                        folder, certificate.pem(), certificate.key(), version, port));
        List<String> command =
                List.of(nginx.toString(), "-e", folder.resolve("start.log").toString(), "-c", config.toString());
        try (ServerProcess server = ServerProcess.start(folder.resolve(version + ".log"), command)) {
            server.awaitReady(Duration.ofSeconds(20), () -> FreePort.accepts(port));
            for (String address : List.of(LOCAL, "::1")) {
                // A dot at the end of a name is in no certificate, and in no SNI.
                String url = "https://localhost.:" + port + "/";
                HttpProber prober = prober(PATIENT, endpoint(url, address, false), trusting(), KERNEL);
                Burst burst = start(prober, target(address, port)).join();
                System.out.println("nginx " + version + " " + address + ": " + burst.minNanos() + " ns");
                assertEquals(3, burst.received());
                assertTrue(burst.minNanos() < 50 * MILLI, burst.toString());
                assertRefused(
                        prober(PATIENT, endpoint(url, address, false), TlsPolicy.of(Optional.empty()), KERNEL),
                        target(address, port));
            }
        }
    }

    @Test
    void namesThatTlsDoesNotAskFor() {
        assertEquals(List.of(), TlsPolicy.serverName("::1"));
        assertEquals(1, TlsPolicy.serverName("localhost.").size());
        assertEquals(List.of(), TlsPolicy.serverName("a b"), "looked up all the same, and no exception");
    }
}
