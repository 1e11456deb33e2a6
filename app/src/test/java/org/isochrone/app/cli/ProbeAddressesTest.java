package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.isochrone.app.fixture.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isochrone probe ADDRESS…} as a person sees it. */
class ProbeAddressesTest {
    @TempDir
    private Path folder;

    @Test
    void aLineForEveryProbeAndASummary() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            String method = "tcp:" + server.getLocalPort();
            Cli.Result result =
                    new Cli().run("probe", "127.0.0.1", "--method", method, "--count", "2", "--interval", "200ms");
            assertEquals(0, result.code(), result.err());
            String lines = result.out().replaceAll("\\d+\\.\\d{3}", "N").replace(method, "METHOD");
            assertTrue(
                    lines.startsWith("127.0.0.1 METHOD seq=1 rtt=N ms\n127.0.0.1 METHOD seq=2 rtt=N ms\n\n  address"),
                    lines);
            assertTrue(result.out().contains("0.0%"), result.out());
            assertFalse(result.out().contains("failed"), "what did not happen is no column: " + result.out());
            Cli.Result json = new Cli().run("probe", "127.0.0.1", "--method", method, "--count", "1", "--json");
            assertTrue(json.out().contains("\"received\" : 1") || json.out().contains("\"received\": 1"), json.out());
            assertTrue(json.out().contains("rtts_nanos"), json.out());
        }
    }

    @Test
    void aUrlIsMeasuredByItsFirstByteAndConnectAndTlsAreToldApart() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        server.createContext("/up", exchange -> exchange.sendResponseHeaders(204, -1));
        server.start();
        try {
            int port = server.getAddress().getPort();
            String url = "http://127.0.0.1:" + port + "/up";
            Cli.Result result = new Cli().run("probe", url, "--count", "2", "--interval", "200ms");
            assertEquals(0, result.code(), result.err());
            String lines = result.out().replaceAll("\\d+\\.\\d{3}", "N").replace("http:" + port, "METHOD");
            assertTrue(
                    lines.startsWith("127.0.0.1 METHOD seq=1 rtt=N ms connect=N ms\n"
                            + "127.0.0.1 METHOD seq=2 rtt=N ms connect=N ms\n\n  address"),
                    lines);
            Cli.Result noTls = new Cli().run("probe", "127.0.0.1", "--method", "https:" + port, "--count", "1");
            assertEquals(1, noTls.code());
            assertTrue(noTls.out().contains("127.0.0.1 https:" + port + " seq=1 no reply"), noTls.out());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAddressThatNeverAnswersIsAFailure() throws IOException {
        // Nobody answers DNS there, and a closed port is no answer to a question over UDP.
        Cli.Result result = new Cli().run("probe", "127.0.0.1", "--method", "dns:9", "--count", "1");
        assertEquals(1, result.code());
        assertTrue(result.out().contains("127.0.0.1 dns:9 seq=1 no reply"), result.out());
        assertTrue(result.out().contains("100.0%"), result.out());
    }

    @Test
    void whoMustNotBeProbedIsNot() throws IOException {
        Path excluded = Files.writeString(folder.resolve("excluded"), "127.1.0.0/16\n");
        Cli.Result result =
                new Cli().run("probe", "127.1.2.3", "224.0.0.1", "--set", "Probe.ExclusionFile=" + excluded);
        assertEquals(1, result.code());
        assertEquals("""
                error: ADDRESS: 127.1.2.3 must not be probed: excluded by 127.1.0.0/16
                error: ADDRESS: 224.0.0.1 must not be probed: multicast (224.0.0.0/4)
                """, result.err());
    }

    @Test
    void whomAPeerOfThisMachineProbedHasItsRest() throws IOException {
        Path peer = Files.createDirectories(folder.resolve("spool/fra-1"));
        long lately = Instant.now().minusSeconds(119).toEpochMilli();
        Files.writeString(peer.resolve("probed"), "8.8.8.8 " + lately + "\n127.0.0.1 " + lately + "\n");
        Cli.Result refused = new Cli().run("probe", "8.8.8.8", "--set", "Application.Data=" + folder);
        assertEquals(1, refused.code());
        assertTrue(
                refused.err()
                        .matches("error: ADDRESS: 8\\.8\\.8\\.8 must not be probed: was probed from this machine"
                                + " (1m5\\ds|2m|\\d+s) ago and has a rest of 10m; --again does it all the same\n"),
                refused.err());
        new Cli().run("probe", "127.0.0.1", "--method", "dns:9", "--count", "1", "--set", "Application.Data=" + folder);
        assertTrue(Files.exists(peer.resolve("by-hand/127.0.0.1")), "the peer is told");
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertEquals(
                "error: ADDRESS: not an IPv4 or IPv6 address: 'example.com'\n",
                new Cli().run("probe", "example.com").err());
        assertTrue(new Cli()
                .run("probe", "127.0.0.1", "--method", "smtp")
                .err()
                .startsWith("error: --method: must be icmp, tcp, dns, http or https"));
        assertEquals(
                "error: ADDRESS: a URL must be the only one: [http://127.0.0.1/, 127.0.0.1]\n",
                new Cli().run("probe", "http://127.0.0.1/", "127.0.0.1").err());
        assertEquals(
                "error: --method: must not stand beside a URL, which says how: tcp\n",
                new Cli().run("probe", "http://127.0.0.1/", "--method", "tcp").err());
        assertEquals(
                "error: ADDRESS: must be http[s]://HOST[:PORT][/PATH]: 'ftp://127.0.0.1/'\n",
                new Cli().run("probe", "ftp://127.0.0.1/").err());
        assertEquals(
                "error: --interval: must be in [200ms..1m]: 100ms\n",
                new Cli().run("probe", "127.0.0.1", "--interval", "100ms").err());
        assertEquals(2, new Cli().run("probe", "127.0.0.1", "--once").code());
    }
}
