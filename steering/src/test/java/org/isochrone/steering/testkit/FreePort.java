package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports of 127.0.0.1 that nobody listens on. Another process may take one at any moment; in practice none does. */
public final class FreePort {
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** Returns a port that is free for both TCP and UDP. */
    public static int next() {
        IOException failure = new IOException();
        for (int i = 0; i < ATTEMPTS; i++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, loopback());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback())) {
                return udp.getLocalPort();
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
