package org.isochrone.probe.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A small server on loopback that answers every request after a while, and hangs up when the client has, or at once.
 */
final class HttpServer implements AutoCloseable {
    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final long millis;
    private final int pieces;
    private final ConcurrentLinkedQueue<Socket> accepted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    /** How sockets are made that listen. */
    @FunctionalInterface
    interface Listening {
        ServerSocket at(int port, int backlog, InetAddress address) throws IOException;
    }

    /**
     * Answers after {@code millis}, never if that is negative, in so many pieces, that long after each other; hangs up
     * if there are none.
     */
    HttpServer(IpAddress address, Listening listening, long millis, int pieces) throws IOException {
        this.server = listening.at(0, 300, address.toInetAddress());
        this.millis = millis;
        this.pieces = pieces;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Returns the heads of all requests so far. */
    ConcurrentLinkedQueue<String> requests() {
        return requests;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
            }
            requests.add(request.toString());
            if (millis < 0) {
                new CountDownLatch(1).await();
            }
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < pieces; i++) {
                new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
                out.write(ANSWER);
                out.flush();
            }
            if (pieces > 0) {
                in.transferTo(Writer.nullWriter());
            }
        } catch (IOException hungUp) {
            // The prober has seen enough.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : accepted) {
            each.close();
        }
    }
}
