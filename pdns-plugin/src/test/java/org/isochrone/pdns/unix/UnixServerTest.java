package org.isochrone.pdns.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
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

    private static int read(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ByteBuffer one = ByteBuffer.allocate(1);
            return channel.read(one) < 0 ? -1 : one.get(0);
        }
    }
}
