package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.isochrone.app.fixture.Site;
import org.isochrone.app.log.LogCapture;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start that fails leaves behind, while the database is away and another daemon may run. */
class DaemonStartTest {
    @TempDir
    private Path folder = Path.of("");

    private Site site = new Site(folder, folder);

    @BeforeEach
    void configure() {
        site = Site.on(FreePort.next(), "isochrone", folder);
    }

    @Test
    void aSecondStartByAccidentLeavesTheFirstAlone() throws IOException {
        try (Daemon first = start("Http.Listen=127.0.0.1:0")) {
            int dns = first.answering().orElseThrow().dns().orElseThrow().getPort();
            int http = first.http().orElseThrow().getPort();
            List<Object> before = sockets();
            assertEquals(
                    "[DNS] Listen: cannot listen on 127.0.0.1 port " + dns + ": Address already in use",
                    assertThrows(IOException.class, () -> start("DNS.Listen=127.0.0.1:" + dns))
                            .getMessage());
            assertUntouched(before);
            assertEquals(
                    "[Http] Listen: cannot listen on 127.0.0.1 port " + http + ": Address already in use",
                    assertThrows(IOException.class, () -> start("Http.Listen=127.0.0.1:" + http))
                            .getMessage());
            assertUntouched(before);
            Path noSocket = Files.writeString(folder.resolve("precious"), "");
            assertThrows(IOException.class, () -> start("DNS.SocketRemote=" + noSocket));
            assertUntouched(before);
        }
    }

    @Test
    void powerDnsIsAnsweredOverHttpWhereItIsWanted() throws Exception {
        try (Daemon first = start("DNS.ListenHttp=127.0.0.1:0");
                HttpClient client = HttpClient.newHttpClient()) {
            String place = first.places().stream()
                    .filter(each -> each.startsWith("remote http://"))
                    .findFirst()
                    .orElseThrow();
            URI uri = URI.create(place.substring("remote ".length()) + "/getAllDomains?includeDisabled=true");
            assertEquals(
                    "{\"result\":[]}\n",
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                            .body(),
                    "nothing is known yet");
            assertEquals(
                    "[DNS] ListenHttp: cannot listen on 127.0.0.1 port " + uri.getPort() + ": Address already in use",
                    assertThrows(IOException.class, () -> start("DNS.ListenHttp=127.0.0.1:" + uri.getPort()))
                            .getMessage());
        }
    }

    @Test
    void keysThatAreNotInOrderKeepItFromStarting() {
        Path keys = folder.resolve("keys");
        assertEquals(
                keys + ": there is no such folder",
                assertThrows(InvalidInputException.class, () -> start("DNS.Keys=" + keys, "DNS.SocketMode=0660"))
                        .getMessage());
    }

    @Test
    void aStartThatFailsLeavesNothingOpen() throws IOException {
        Path noSocket = Files.writeString(folder.resolve("precious"), "");
        int dns = FreePort.next();
        int http = FreePort.next();
        long before = scheduleThreads();
        assertThrows(
                IOException.class,
                () -> start(
                        "DNS.Listen=127.0.0.1:" + dns, "Http.Listen=127.0.0.1:" + http, "DNS.SocketPipe=" + noSocket));
        // The kernel lets go of a socket that was closed when the thread that waited on it has come back.
        Await.until(Duration.ofSeconds(10), () -> !FreePort.accepts(dns) && !FreePort.accepts(http));
        assertTrue(scheduleThreads() <= before, "threads of a schedule that never ran");
    }

    @Test
    void aDefaultPortThatIsTakenIsDoneWithout() throws IOException {
        // An empty value counts as missing. Should another process have the port already, that is as good.
        try (LogCapture log = new LogCapture("org.isochrone.app.wiring");
                Daemon first = start("Http.Listen=");
                Daemon second = start("Http.Listen=", "DNS.SocketPipe=" + folder.resolve("other.sock"))) {
            assertTrue(second.http().isEmpty());
            assertTrue(
                    log.lines()
                            .getLast()
                            .startsWith("WARN no /metrics and /health: cannot listen on 127.0.0.1 port 8053: "),
                    log.lines().toString());
            assertTrue(first.answering().orElseThrow().dns().isPresent());
        }
    }

    @Test
    void metricsThatEverybodyCanReadAreWarnedOf() throws IOException {
        try (LogCapture log = new LogCapture("org.isochrone.app.wiring")) {
            start("Http.Listen=127.0.0.1:0").close();
            assertFalse(
                    log.lines().toString().contains("[Http] Listen"),
                    log.lines().toString());
            start("Http.Listen=0.0.0.0:0").close();
            assertTrue(
                    log.lines()
                            .contains("WARN [Http] Listen: /metrics and /health on 0.0.0.0 port 0 can be read by"
                                    + " everybody who reaches that address: there is no password"),
                    log.lines().toString());
        }
    }

    private Daemon start(String... sets) throws IOException {
        return Daemon.assemble(site.configuration(sets), Set.of(Role.ANSWER), List.of(), Clocks.system());
    }

    private void assertUntouched(List<Object> before) throws IOException {
        assertEquals(before, sockets());
        for (String name : List.of("pipe.sock", "remote.sock")) {
            try (SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve(name)))) {
                assertTrue(there.isConnected());
            }
        }
    }

    private List<Object> sockets() throws IOException {
        return List.of(key("pipe.sock"), key("remote.sock"));
    }

    private Object key(String name) throws IOException {
        Path file = folder.resolve(name);
        return Objects.requireNonNull(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }

    private static long scheduleThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("clock-guard"))
                .count();
    }
}
