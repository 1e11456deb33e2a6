package org.isochrone.steering.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {
    @TempDir
    Path folder;

    @Test
    void memcachedComesBackOnItsPort() {
        try (MemcachedServer server = MemcachedServer.start()) {
            assertTrue(FreePort.accepts(server.port()));
            server.kill();
            assertFalse(FreePort.accepts(server.port()));
            server.restart();
            assertTrue(FreePort.accepts(server.port()));
        }
    }

    @Test
    void mariaDbKeepsItsDataOverAKill() {
        try (MariaDbServer server = MariaDbServer.start()) {
            String database = server.freshDatabase();
            server.execute(database, "CREATE TABLE t (n INT); INSERT INTO t VALUES (42)");
            server.kill();
            assertFalse(FreePort.accepts(server.port()));
            server.restart();
            assertEquals("n\n42\n", server.execute(database, "SELECT n FROM t"));
        }
    }

    @Test
    void aProgramThatEndsTooEarlyIsToldWithItsOutput() {
        Path log = folder.resolve("log");
        ServerProcess process = ServerProcess.start(log, List.of("sh", "-c", "echo no such luck; exit 3"));
        AssertionError error =
                assertThrows(AssertionError.class, () -> process.awaitReady(Duration.ofSeconds(20), () -> false));
        String message = error.toString();
        assertTrue(message.contains("exit code 3"), message);
        assertTrue(message.contains("no such luck"), message);
    }
}
