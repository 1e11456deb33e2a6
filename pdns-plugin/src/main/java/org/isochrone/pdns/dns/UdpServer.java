package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * DNS over UDP on one address, answered by a few threads that wait for nothing but questions: each has a socket of its
 * own there. The kernel chooses among them by a hash of both ends' addresses and ports, so what is asked from one port
 * is answered by one thread, and only several ports keep several threads busy.
 */
final class UdpServer implements AutoCloseable {
    private static final int MOST_THREADS = 4;

    private final List<UdpSocket> sockets = new ArrayList<>();

    private UdpServer() {}

    static UdpServer start(InetSocketAddress address, DnsAnswerer answerer, ResponseLimit limit) throws IOException {
        UdpServer server = new UdpServer();
        try {
            InetSocketAddress free = UdpSocket.free(address);
            for (int i = 0; i < Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()); i++) {
                server.sockets.add(UdpSocket.bind(free, "dns-udp-" + i, answerer, limit));
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e instanceof IOException io ? io : new IOException(e);
        }
        // only now, so that each port has its thread before the first question is answered
        server.sockets.forEach(UdpSocket::start);
        return server;
    }

    int port() throws IOException {
        return sockets.getFirst().port();
    }

    /** Stops; when it returns the address is free. */
    @Override
    public void close() {
        sockets.forEach(UdpSocket::close);
    }
}
