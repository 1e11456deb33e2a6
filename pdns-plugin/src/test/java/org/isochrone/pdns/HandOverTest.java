package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HandOverTest {
    private static final int CONNECTIONS = 100;

    @TempDir
    Path folder;

    /** Each question waits for a second, and there is one for each connection. */
    @Test
    @Timeout(60)
    void aPowerDnsThatSaysNothingHoldsNobodyUpForLongerThanHeWaits() throws IOException {
        Path path = folder.resolve("s.sock");
        List<SocketChannel> open = new ArrayList<>();
        try (DatagramSocket silent = new DatagramSocket(0, FreePort.loopback());
                UnixServer server =
                        UnixServer.start(path, 0600, "idle", (channel, _) -> channel.read(ByteBuffer.allocate(1)))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
            }
            Await.until(Duration.ofSeconds(20), () -> server.connections() == CONNECTIONS);
            InetSocketAddress at = new InetSocketAddress(FreePort.loopback(), silent.getLocalPort());
            new HandOver(List.of(server), List.of(at), "geo.example").run(Duration.ofMillis(500));
            assertEquals(CONNECTIONS, server.connections());
        } finally {
            for (SocketChannel each : open) {
                each.close();
            }
        }
    }
}
