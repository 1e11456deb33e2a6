package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that nobody listens on. Another process may take one at any moment; in practice none does: they
 * lie below those that Linux gives to whoever asks for any port, and test JVMs beside each other draw them at random.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int ATTEMPTS = 100;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** Returns a port that is free for both TCP and UDP, and another one each time. */
    public static int next() {
        IOException failure = new IOException();
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (ServerSocket _ = new ServerSocket(port, 1, loopback());
                    DatagramSocket _ = new DatagramSocket(port, loopback())) {
                if (GIVEN.add(port)) {
                    return port;
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        throw new UncheckedIOException("no port is free for both TCP and UDP after " + ATTEMPTS + " tries", failure);
    }

    /** Tells whether something accepts TCP connections on that port of 127.0.0.1. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns 127.0.0.1. */
    public static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }
}
