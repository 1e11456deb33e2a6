package org.isochrone.pdns.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixServerTest {
    @TempDir
    Path folder;

    @Test
    void aConnectionThatGetsNoThreadIsClosedAndTheNextIsServed() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        ThreadFactory threads = work -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread, as the test wants it");
            }
            return Thread.ofPlatform().daemon().unstarted(work);
        };
        Path path = folder.resolve("s.sock");
        try (UnixServer server = UnixServer.start(
                path, 0600, "echo", (channel, _) -> channel.write(ByteBuffer.wrap(new byte[] {7})), threads)) {
            assertEquals(-1, read(path), "closed");
            assertEquals(0, server.connections());
            assertEquals(7, read(path), "served");
        }
    }

    /** Asked once more, somewhere else, a question must not be sent away twice. */
    @Test
    void whoIsSentAwayDoesNotComeBackToTheSameServer() throws Exception {
        Path path = folder.resolve("s.sock");
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Boolean> cameBack = new CompletableFuture<>();
            CountDownLatch served = new CountDownLatch(1);
            UnixServer.Protocol watching = (channel, leaving) -> {
                served.countDown();
                while (!leaving.test("")) {
                    Thread.onSpinWait();
                }
                cameBack.complete(connects(path));
            };
            try (UnixServer server = UnixServer.start(path, 0600, "watching", watching);
                    SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertTrue(served.await(1, TimeUnit.MINUTES));
                server.drain();
                assertFalse(cameBack.get(1, TimeUnit.MINUTES), "in round " + i);
            }
        }
    }

    private static boolean connects(Path path) {
        try (SocketChannel again = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return again.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static int read(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer one = ByteBuffer.allocate(1);
            return channel.read(one) < 0 ? -1 : one.get(0);
        }
    }
}
