package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.isochrone.app.fixture.Site;
import org.isochrone.probe.clock.Clocks;
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
            assertThrows(IOException.class, () -> start("DNS.Listen=127.0.0.1:" + dns));
            assertUntouched(before);
            assertThrows(IOException.class, () -> start("Http.Listen=127.0.0.1:" + http));
            assertUntouched(before);
            Path noSocket = Files.writeString(folder.resolve("precious"), "");
            assertThrows(IOException.class, () -> start("DNS.SocketRemote=" + noSocket));
            assertUntouched(before);
        }
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
        assertEquals(List.of(false, false), List.of(FreePort.accepts(dns), FreePort.accepts(http)));
        assertTrue(scheduleThreads() <= before, "threads of a schedule that never ran");
    }

    @Test
    void aDefaultPortThatIsTakenIsDoneWithout() throws IOException {
        // An empty value counts as missing. Should another process have the port already, that is as good.
        try (Daemon first = start("Http.Listen=");
                Daemon second = start("Http.Listen=", "DNS.SocketPipe=" + folder.resolve("other.sock"))) {
            assertTrue(second.http().isEmpty());
            assertTrue(first.answering().orElseThrow().dns().isPresent());
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
