package org.isochrone.pdns.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.isochrone.pdns.World;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The relay as a process, between this test in PowerDNS's place and a daemon that comes and goes. */
@Timeout(60)
class StdioRelayTest {
    private static final String QUESTION = "Q\twww.geo.example\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24\n";
    private static final String ANSWER = "DATA\t24\t1\twww.geo.example\tIN\tA\t60\t-1\t192.0.2.1\nEND";

    @TempDir
    Path folder;

    private final World world = new World();
    private Path socket;
    private Process relay;
    private Writer in;
    private BufferedReader out;

    @BeforeEach
    void start() throws IOException {
        socket = folder.resolve("pipe.sock");
        relay = new ProcessBuilder(Relay.command(socket))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        in = new OutputStreamWriter(relay.getOutputStream(), StandardCharsets.ISO_8859_1);
        out = relay.inputReader(StandardCharsets.ISO_8859_1);
    }

    @AfterEach
    void end() throws Exception {
        in.close();
        relay.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> relay.destroyForcibly());
        assertTrue(relay.waitFor(10, TimeUnit.SECONDS), "ends when PowerDNS closes its input");
        assertEquals(0, relay.exitValue());
        assertEquals(-1, out.read(), "no line is left over");
    }

    private UnixServer daemon() throws IOException {
        return PipeServer.start(socket, 0666, world.pipe());
    }

    @Test
    void helpIsNoFault() throws Exception {
        List<String> command = new ArrayList<>(Relay.command(socket));
        command.add("--help");
        Process help = new ProcessBuilder(command).start();
        String printed = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(help.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, help.exitValue());
        assertTrue(printed.startsWith("Usage: isochrone pdns --stdio [--remote] [--socket PATH]\n"), printed);
    }

    @Test
    void carriesQuestionsAndAnswers() throws IOException {
        try (UnixServer _ = daemon()) {
            assertEquals("OK\tIsochrone relay", ask("HELO\t5\n", 1));
            for (int i = 0; i < 100; i++) {
                assertEquals(ANSWER, ask(QUESTION, 2));
            }
            assertEquals("isochrone test\nEND", ask("CMD\tversion\n", 2));
            assertEquals("LOG\tIsochrone: field 1 must be HELO, Q, AXFR or CMD: 'PING'\nEND", ask("PING\n", 2));
            assertEquals(
                    "LOG\tIsochrone relay: a line must not be longer than 8192 bytes\nEND",
                    ask("Q\t" + "x".repeat(65_536) + "\n", 2));
            assertEquals(ANSWER, ask(QUESTION, 2));
        }
    }

    /** Far more than the relay's memory, and no more lines than there are. */
    @Test
    void carriesALongZoneTransfer() throws IOException {
        int records = 60_000;
        world.written("$TTL 60\n@ SOA ns.x. h.x. 1 2 3 4 5\n@ NS ns.x.\n@ NS ns.y.\n" + "$GENERATE 1-" + records
                + " h$ CNAME h$." + "x".repeat(60) + ".x.\n");
        try (UnixServer _ = daemon()) {
            ask("HELO\t5\n", 1);
            in.write("AXFR\t-1\tgeo.example\n");
            in.flush();
            int texts = 0;
            String line = out.readLine();
            while (line.startsWith("DATA\t")) {
                texts += line.contains("\tCNAME\t60\t-1\th") && line.endsWith("xxxx.x") ? 1 : 0;
                line = out.readLine();
            }
            assertEquals("END", line);
            assertEquals(records, texts);
            assertEquals(ANSWER, ask(QUESTION, 2));
        }
    }

    @Test
    void aTransferThatIsCutShortFails() throws Exception {
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().start(() -> {
                try (SocketChannel connection = daemon.accept()) {
                    BufferedReader lines =
                            new BufferedReader(Channels.newReader(connection, StandardCharsets.US_ASCII));
                    Writer answers = Channels.newWriter(connection, StandardCharsets.US_ASCII);
                    lines.readLine();
                    answers.write("OK\tx\n");
                    answers.flush();
                    lines.readLine();
                    answers.write(("DATA\t0\t1\ta\tIN\tTXT\t60\t-1\t\"" + "x".repeat(70) + "\"\n").repeat(2000));
                    answers.write("DATA\t0\t1\ta\tIN\tA\t60\t-1\t192.0.2.1");
                    answers.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            ask("HELO\t5\n", 1);
            String line = ask("AXFR\t-1\tgeo.example\n", 1);
            while (line.startsWith("DATA\t")) {
                assertTrue(line.endsWith("xxx\""), line);
                line = out.readLine();
            }
            assertEquals("FAIL", line);
        }
        // and one that nobody answers is no zone without records
        assertEquals("FAIL", ask("AXFR\t-1\tgeo.example\n", 1));
        assertEquals("END", ask(QUESTION, 1));
    }

    @Test
    void greetsAtOnceAndEndsEveryAnswerWithoutADaemon() throws IOException {
        assertEquals("OK\tIsochrone relay", ask("HELO\t5\n", 1));
        long start = System.nanoTime();
        assertEquals("END", ask(QUESTION, 1));
        assertTrue(System.nanoTime() - start < Duration.ofMillis(1900).toNanos(), "before PowerDNS loses patience");
        start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertEquals("END", ask(QUESTION, 1));
        }
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos(), "who stays away is not waited for");
        try (UnixServer _ = daemon()) {
            assertEquals(ANSWER, ask(QUESTION, 2));
        }
        assertTrue(Files.readString(folder.resolve("stderr")).contains("the daemon is back"));
    }

    @Test
    void aDaemonThatIsRestartedIsWaitedForAndAskedAgain() throws IOException {
        ask("HELO\t5\n", 1);
        UnixServer daemon = daemon();
        for (int i = 0; i < 5; i++) {
            assertEquals(ANSWER, ask(QUESTION, 2));
            daemon.close();
            in.write(QUESTION);
            in.flush();
            daemon = daemon();
            assertEquals(ANSWER, out.readLine() + "\n" + out.readLine());
        }
        daemon.close();
    }

    @Test
    void anAnswerThatBreaksOffIsNeverPassedOn() throws IOException {
        ask("HELO\t5\n", 1);
        List<String> torn = List.of(
                "DATA\t24\t1\twww.geo.example\tIN\tA\t60\t-1\t192.0.2.1\n", "DATA\t24\t1", "E", "END\nEND\n", "");
        for (String answer : torn) {
            try (UnixServer _ = UnixServer.start(socket, 0666, "torn", (channel, draining) -> {
                OutputStream to = Channels.newOutputStream(channel);
                InputStream from = Channels.newInputStream(channel);
                while (from.read() != '\n') {}
                to.write("OK\ttorn\n".getBytes(StandardCharsets.US_ASCII));
                while (from.read() != '\n') {}
                to.write(answer.getBytes(StandardCharsets.US_ASCII));
            })) {
                assertEquals("END", ask(QUESTION, 1), answer);
            }
        }
        try (UnixServer _ = daemon()) {
            assertEquals(ANSWER, ask(QUESTION, 2));
        }
    }

    @Test
    void aDaemonThatDoesNotAnswerIsLeftAlone() throws Exception {
        ask("HELO\t5\n", 1);
        CountDownLatch release = new CountDownLatch(1);
        try (UnixServer _ = UnixServer.start(socket, 0666, "silent", (channel, draining) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        })) {
            long start = System.nanoTime();
            assertEquals("END", ask(QUESTION, 1));
            long waited = System.nanoTime() - start;
            assertTrue(waited < Duration.ofMillis(1900).toNanos(), waited + " ns");
            start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertEquals("END", ask(QUESTION, 1));
            }
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos());
            release.countDown();
        }
        try (UnixServer _ = daemon()) {
            List<String> answers = new ArrayList<>();
            Await.until(Duration.ofSeconds(10), () -> {
                try {
                    in.write(QUESTION);
                    in.flush();
                    String line = out.readLine();
                    while (!"END".equals(line)) {
                        answers.add(line);
                        line = out.readLine();
                    }
                    return !answers.isEmpty();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(List.of(ANSWER.lines().toList().getFirst()), answers);
        }
    }

    /** Returns the first lines of an answer; fewer if it ends before. */
    private String ask(String line, int lines) throws IOException {
        in.write(line);
        in.flush();
        List<String> read = new ArrayList<>();
        while (read.size() < lines && !read.contains("END")) {
            read.add(String.valueOf(out.readLine()));
        }
        return String.join("\n", read);
    }
}
