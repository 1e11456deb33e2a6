package org.isochrone.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server, and cuts connections at the worst moment: when the server has done a commit and
 * its answer has not reached the client. Safe for any thread.
 */
final class CuttingProxy implements AutoCloseable {
    private static final int SIZE = 1 << 16;
    private static final int HEADER = 5;

    private final ServerSocket listener;
    private volatile int server;
    private final AtomicInteger cuts = new AtomicInteger();

    /** Stands before the server on a port of this host. */
    CuttingProxy(int server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Returns where to connect. */
    int port() {
        return listener.getLocalPort();
    }

    /** Leads to the server on another port who connects from now on. */
    void lead(int port) {
        server = port;
    }

    /** Cuts the next so many commits. */
    void cut(int commits) {
        cuts.set(commits);
    }

    private void accept() {
        try {
            while (true) {
                link(listener.accept());
            }
        } catch (IOException e) {
            // Closed: nobody else can connect.
        }
    }

    private void link(Socket client) throws IOException {
        try {
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), server));
            Thread.ofVirtual().start(link::requests);
            Thread.ofVirtual().start(link::answers);
        } catch (ConnectException e) {
            // The server is away, and so the client meets nobody.
            client.close();
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket back;
        private volatile boolean cutting;

        Link(Socket client, Socket back) {
            this.client = client;
            this.back = back;
        }

        void requests() {
            copy(client, back, (bytes, length) -> {
                String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
                boolean commit = length > HEADER
                        && text.substring(HEADER).toLowerCase(Locale.ROOT).startsWith("commit");
                if (commit && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    cutting = true;
                }
                return true;
            });
        }

        /** The first byte of the answer says that the server is done. */
        void answers() {
            copy(back, client, (_, _) -> !cutting);
        }

        private void copy(Socket from, Socket to, Gate gate) {
            byte[] bytes = new byte[SIZE];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int length = in.read(bytes);
                while (length >= 0 && gate.passes(bytes, length)) {
                    out.write(bytes, 0, length);
                    length = in.read(bytes);
                }
            } catch (IOException e) {
                // The other direction was closed.
            }
        }
    }

    private interface Gate {
        boolean passes(byte[] bytes, int length);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
