package org.isochrone.pdns.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    /** A question whose time ran out while a new connection was opened must not wait on that without limit. */
    @Test
    void aChannelThatComesTooLateIsClosedAsWell() throws IOException {
        try (SocketChannel first = channel();
                SocketChannel second = channel();
                SocketChannel third = channel()) {
            Watchdog watchdog = new Watchdog(first);
            watchdog.setDaemon(true);
            watchdog.start();
            watchdog.arm(System.nanoTime());
            Await.until(Duration.ofSeconds(30), () -> !first.isOpen());
            watchdog.guard(second);
            assertFalse(second.isOpen());
            watchdog.disarm();
            watchdog.guard(third);
            assertTrue(third.isOpen());
        }
    }

    private static SocketChannel channel() throws IOException {
        return SocketChannel.open(StandardProtocolFamily.UNIX);
    }
}
