package org.isochrone.probe.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.isochrone.probe.http.TlsPolicy;
import org.isochrone.probe.testnet.TestCertificate;
import org.isochrone.steering.topology.HealthCheck;
import org.isochrone.steering.topology.StatusRanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks by HTTP and HTTPS against a server that says, byte by byte, what a test wants. */
class HttpCheckTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    private static Path folder;

    private static CheckResult check(String url, HealthCheck check, Optional<Path> authorities, Duration timeout)
            throws InterruptedException {
        HealthConfig config = new HealthConfig(Duration.ofSeconds(5), 2, 3, timeout, folder, authorities);
        try (Checks checks = new Checks(
                "peer-1",
                config,
                () -> {
                    throw new AssertionError("nobody asked for ICMP");
                },
                System::nanoTime)) {
            return checks.check(Endpoint.parse("zone-a", url, check));
        }
    }

    private static CheckResult check(String url, HealthCheck check) throws InterruptedException {
        return check(url, check, Optional.empty(), TIMEOUT);
    }

    private static HealthCheck http(String path, String statuses, String body, boolean insecure) {
        return new HealthCheck.Http(OptionalInt.empty(), path, StatusRanges.parse(statuses), body, insecure);
    }

    private static String shown(CheckResult result) {
        return result.outcome() + " " + result.reason().replace("127.0.0.1: ", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~~ | 200-499 | '' | GOOD status 200
            HTTP/1.0 404 Not Found~~ | 200-499 | '' | GOOD status 404
            HTTP/1.1 503 Busy~~ | 200-499 | '' | BAD status 503 instead of 200-499
            HTTP/1.1 204~~ | 204 | '' | GOOD status 204
            HTTP/1.1 302 Found~Location: /x~~ | 200-299,404 | '' | BAD status 302 instead of 200-299,404
            HTTP/1.1 200 OK~Content-Length: 5~~ready and more | 200 | ready | GOOD status 200
            HTTP/1.1 200 OK~Content-Length: 4~~ready and more | 200 | ready | BAD status 200, but the body does not hold 'ready'
            HTTP/1.1 200 OK~~all is ready | 200 | ready | GOOD status 200
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~re~3;x=y~ady~0~~ | 200 | ready | GOOD status 200
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~re~x~ady~0~~ | 200 | ready | BAD not the size of a chunk: 'x'
            HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 200 OK~~ready | 200 | ready | GOOD status 200
            HTTP/1.1 204 No Content~~ready | 204 | ready | BAD status 204, but the body does not hold 'ready'
            SSH-2.0-OpenSSH~ | 200 | '' | BAD no HTTP/1 reply: 'SSH-2.0-OpenSSH'
            HTTP/1.1 99 Odd~~ | 200 | '' | BAD no HTTP/1 reply: 'HTTP/1.1 99 Odd'
            HTTP/1.1 200 OK~Content-Le | 200 | '' | BAD closed inside the reply
            '' | 200 | '' | BAD closed without a reply
            """)
    void judgesStatusAndBody(String reply, String statuses, String body, String verdict) throws Exception {
        try (RawServer server = RawServer.plain(reply.replace("~", "\r\n"))) {
            assertEquals(verdict, shown(check("http://127.0.0.1:" + server.port(), http("/", statuses, body, false))));
        }
    }

    @Test
    void asksForThePathWithTheHostOfTheEndpoint() throws Exception {
        try (RawServer server = RawServer.plain("HTTP/1.1 200 OK\r\n\r\n")) {
            assertEquals(
                    CheckResult.good("status 200"),
                    check("http://localhost:" + server.port() + "/elsewhere", http("/a?b=c", "200", "", false)));
            assertTrue(
                    server.request()
                            .startsWith("GET /a?b=c HTTP/1.1\r\nHost: localhost:" + server.port()
                                    + "\r\nUser-Agent: isochrone-health\r\n"),
                    server.request());
        }
    }

    @Test
    void aServerThatDripsCannotOutlastTheTimeout() throws Exception {
        try (RawServer server = RawServer.dripping("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1000) + "\r\n")) {
            long start = System.nanoTime();
            CheckResult result = check(
                    "http://127.0.0.1:" + server.port(),
                    http("/", "200", "", false),
                    Optional.empty(),
                    Duration.ofMillis(300));
            assertEquals("BAD timed out", shown(result).replace("Read timed out", "timed out"));
            assertTrue(System.nanoTime() - start < 2_000_000_000L);
        }
    }

    @Test
    void readsNoMoreOfABodyThanItMust() throws Exception {
        String head = "HTTP/1.1 200 OK\r\n\r\n";
        try (RawServer server = RawServer.plain(head + "x".repeat(HttpReply.MAX_BODY) + "ready")) {
            assertEquals(
                    "BAD status 200, but the body does not hold 'ready'",
                    shown(check("http://127.0.0.1:" + server.port(), http("/", "200", "ready", false))));
        }
        try (RawServer server = RawServer.plain("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000))) {
            assertEquals(
                    "BAD the head of the reply is longer than 65536 bytes",
                    shown(check("http://127.0.0.1:" + server.port(), http("/", "200", "", false))));
        }
    }

    @Test
    void httpsVerifiesUnlessItIsToldNotTo() throws Exception {
        TestCertificate ours = TestCertificate.of("localhost", folder.resolve("ours"));
        TestCertificate other = TestCertificate.of("other.example", folder.resolve("other"));
        HealthCheck strict = http("/", "200", "", false);
        HealthCheck lax = http("/", "200", "", true);
        try (RawServer server = RawServer.tls("HTTP/1.1 200 OK\r\n\r\n", ours.context())) {
            String url = "https://localhost:" + server.port();
            CheckResult unknown = check(url, strict);
            assertEquals(CheckResult.Outcome.BAD, unknown.outcome());
            assertTrue(unknown.reason().contains("TLS: "), unknown.reason());
            assertEquals(CheckResult.good("status 200"), check(url, lax));
            assertEquals(CheckResult.good("status 200"), check(url, strict, Optional.of(ours.pem()), TIMEOUT));
            assertEquals("localhost", server.serverName(), "SNI");
        }
        try (RawServer server = RawServer.tls("HTTP/1.1 200 OK\r\n\r\n", other.context())) {
            String url = "https://localhost:" + server.port();
            CheckResult wrongName = check(url, strict, Optional.of(other.pem()), TIMEOUT);
            assertEquals(CheckResult.Outcome.BAD, wrongName.outcome());
            assertTrue(wrongName.reason().contains("localhost"), wrongName.reason());
            assertEquals(CheckResult.good("status 200"), check(url, lax));
        }
        try (RawServer server = RawServer.plain("HTTP/1.1 200 OK\r\n\r\n")) {
            assertEquals(
                    CheckResult.Outcome.BAD,
                    check("https://localhost:" + server.port(), lax).outcome(),
                    "no TLS at all");
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TlsPolicy.certificates(empty))
                .toString()
                .contains("certificate"));
        assertThrows(IllegalArgumentException.class, () -> TlsPolicy.certificates(folder.resolve("none.pem")));
    }
}
