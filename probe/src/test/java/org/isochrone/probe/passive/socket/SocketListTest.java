package org.isochrone.probe.passive.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.isochrone.probe.passive.RoundTripSink;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;

/** Real connections on loopback, as the kernel lists them. */
class SocketListTest {
    private final List<String> seen = new ArrayList<>();
    private final RoundTripSink sink = (second, family, high, low, micros) -> {
        assertEquals(7, second);
        assertTrue(micros > 0 && micros < 1_000_000, "loopback took " + micros + " us");
        seen.add(new IpAddress(family, high, low).toString());
    };

    private void talk(String server, String client) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.ofLiteral(server));
                ServerSocket other = new ServerSocket(0, 5, InetAddress.ofLiteral(server));
                Socket there = connected(listener, client);
                Socket here = listener.accept();
                Socket thereToo = connected(other, client);
                Socket hereToo = other.accept()) {
            here.getOutputStream().write(1);
            InputStream in = there.getInputStream();
            assertEquals(1, in.read());
            assertTrue(hereToo.isConnected() && thereToo.isConnected());
            seen.clear();
            assertEquals(1, new SocketList(Set.of(listener.getLocalPort())).read(7, sink));
            assertEquals(List.of(IpAddress.parse(client).toString()), seen);
        }
    }

    private static Socket connected(ServerSocket listener, String client) throws IOException {
        return new Socket(listener.getInetAddress(), listener.getLocalPort(), InetAddress.ofLiteral(client), 0);
    }

    private int list(ServerSocket listener) {
        seen.clear();
        try {
            return new SocketList(Set.of(listener.getLocalPort())).read(7, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void connectionsOfBothFamiliesToThePortAndNoOthers() throws IOException {
        talk("127.0.0.1", "127.0.0.77");
        talk("::1", "::1");
    }

    @Test
    void anIpv4ClientOfADualStackServerIsIpv4() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.ofLiteral("::"));
                Socket there = new Socket(InetAddress.ofLiteral("127.0.0.1"), listener.getLocalPort());
                Socket here = listener.accept()) {
            assertEquals(1, new SocketList(Set.of(here.getLocalPort())).read(7, sink));
            assertEquals(List.of("127.0.0.1"), seen);
            assertTrue(there.isConnected());
        }
    }

    @Test
    void manyConnectionsFillMoreThanOneAnswer() throws IOException {
        List<Socket> open = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < 400; i++) {
                open.add(connected(listener, "127.0.1." + (1 + i % 200)));
                open.add(listener.accept());
            }
            // A connection of the same hash chain that ends during the list makes the kernel pass over another.
            int[] count = {0};
            Await.until(
                    Duration.ofSeconds(10),
                    () -> {
                        count[0] = list(listener);
                        assertTrue(count[0] <= 400 && seen.size() == count[0], count[0] + " connections of 400");
                        return count[0] == 400 && Set.copyOf(seen).size() == 200;
                    },
                    () -> count[0] + " connections of 400, from "
                            + Set.copyOf(seen).size() + " addresses of 200");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
