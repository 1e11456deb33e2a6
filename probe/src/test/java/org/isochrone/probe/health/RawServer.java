package org.isochrone.probe.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.isochrone.steering.testkit.FreePort;

/** Reads a request up to its empty line, writes fixed bytes, and closes. */
final class RawServer implements AutoCloseable {
    private static final long DRIP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ServerSocket server;
    private final byte[] reply;
    private final boolean drips;
    private volatile String request = "";
    private volatile String serverName = "";

    private RawServer(ServerSocket server, String reply, boolean drips) {
        this.server = server;
        this.reply = reply.getBytes(StandardCharsets.UTF_8);
        this.drips = drips;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    static RawServer plain(String reply) throws IOException {
        return new RawServer(new ServerSocket(0, 50, FreePort.loopback()), reply, false);
    }

    /** One byte every now and then. */
    static RawServer dripping(String reply) throws IOException {
        return new RawServer(new ServerSocket(0, 50, FreePort.loopback()), reply, true);
    }

    static RawServer tls(String reply, SSLContext context) throws IOException {
        return new RawServer(
                context.getServerSocketFactory().createServerSocket(0, 50, FreePort.loopback()), reply, false);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Returns the last request's head. */
    String request() {
        return request;
    }

    /** Returns the name that the last TLS client asked for. */
    String serverName() {
        return serverName;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException _) {
                // The client thought better of it, or we were closed.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        request = head.toString();
        if (socket instanceof SSLSocket secure && secure.getSession() instanceof ExtendedSSLSession session) {
            serverName = session.getRequestedServerNames().stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst()
                    .orElse("");
        }
        OutputStream out = socket.getOutputStream();
        if (!drips) {
            out.write(reply);
            return;
        }
        for (byte one : reply) {
            out.write(one);
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
