package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.isochrone.pdns.World;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeServerTest {
    private static final String QUESTION = "Q\twww.geo.example\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24\n";

    @TempDir
    Path folder;

    private final World world = new World();

    private UnixServer start(Path path) throws IOException {
        return PipeServer.start(path, 0666, world.pipe());
    }

    @Test
    void aLineOf64KibIsRefusedAndTheNextIsAnswered() throws IOException {
        Path path = folder.resolve("pipe.sock");
        try (UnixServer server = start(path);
                UnixClient client = new UnixClient(path)) {
            assertEquals("OK\tIsochrone test, ABI 5", client.ask("HELO\t5\n", 1));
            String refused = client.ask("Q\t" + "x".repeat(65_536) + "\n", 2);
            assertTrue(
                    refused.startsWith("LOG\tIsochrone: a line must not be longer than 8192 bytes: 'Q?xxx"), refused);
            assertTrue(refused.endsWith("END"), refused);
            assertTrue(client.ask(QUESTION, 2).contains("192.0.2.1"));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsReplacedAndAFileIsNot() throws IOException {
        Path path = folder.resolve("run/pipe.sock");
        UnixServer first = start(path);
        try (UnixServer second = start(path);
                UnixClient client = new UnixClient(path)) {
            client.ask("HELO\t5\n", 1);
            first.close();
            assertTrue(Files.exists(path), "the first must not remove the second's socket");
            assertTrue(client.ask(QUESTION, 2).contains("192.0.2.1"));
            assertEquals(1, second.connections());
        }
        assertFalse(Files.exists(path));
        Files.writeString(path, "precious");
        assertTrue(assertThrows(IOException.class, () -> start(path)).toString().contains("is no socket"));
    }

    @Test
    void whileStoppingAConnectionEndsInPlaceOfAnAnswerButNotOfAnSoa() throws IOException {
        Path path = folder.resolve("pipe.sock");
        UnixServer server = start(path);
        try (UnixClient client = new UnixClient(path)) {
            client.ask("HELO\t5\n", 1);
            Thread stopping = Thread.ofPlatform().start(() -> server.stop(Duration.ofSeconds(30)));
            Await.until(Duration.ofSeconds(10), () -> !Files.exists(path));
            String soa = client.ask("Q\tgeo.example\tIN\tSOA\t-1\t0.0.0.0\t0.0.0.0\t0.0.0.0/0\n", 2);
            assertTrue(soa.contains("SOA") && soa.endsWith("END"), soa);
            assertEquals("", client.ask(QUESTION, 1));
            Await.until(Duration.ofSeconds(10), () -> !stopping.isAlive());
        }
    }
}
