package org.isochrone.probe.health;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.isochrone.probe.http.HttpUrl;
import org.isochrone.probe.http.TlsPolicy;
import org.isochrone.steering.topology.HealthCheck;

/**
 * An endpoint is good if a GET is answered as it should be. Each check makes a connection of its own, since one that is
 * kept open says nothing of those that clients will make. TLS names the endpoint's host, and unless the check is
 * insecure the certificate must be valid for it.
 */
final class HttpCheck {
    private static final String USER_AGENT = "isochrone-health";

    private final Attempts attempts;
    private final TlsPolicy tls;

    HttpCheck(Attempts attempts, TlsPolicy tls) {
        this.attempts = attempts;
        this.tls = tls;
    }

    /** Checks once. */
    CheckResult check(Endpoint endpoint, HealthCheck.Http wanted) throws InterruptedException {
        int port = wanted.port().orElse(endpoint.port());
        return attempts.each(
                endpoint.host(), (address, deadline) -> exchange(endpoint, wanted, address, port, deadline));
    }

    private CheckResult exchange(
            Endpoint endpoint, HealthCheck.Http wanted, InetAddress address, int port, Deadline deadline)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), deadline.leftMillis());
            socket.setTcpNoDelay(true);
            return endpoint.tls()
                    ? overTls(endpoint, wanted, socket, deadline)
                    : ask(endpoint, wanted, socket, deadline);
        }
    }

    private CheckResult overTls(Endpoint endpoint, HealthCheck.Http wanted, Socket plain, Deadline deadline)
            throws IOException {
        plain.setSoTimeout(deadline.leftMillis());
        try (SSLSocket socket = tls.over(plain, endpoint.host(), wanted.insecure())) {
            try {
                socket.startHandshake();
            } catch (SSLException e) {
                throw new IOException("TLS: " + e.getMessage(), e);
            }
            return ask(endpoint, wanted, socket, deadline);
        }
    }

    private static CheckResult ask(Endpoint endpoint, HealthCheck.Http wanted, Socket socket, Deadline deadline)
            throws IOException {
        HttpUrl url = new HttpUrl(endpoint.tls(), endpoint.host(), socket.getPort(), wanted.path());
        socket.getOutputStream().write(url.request(USER_AGENT, true).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        HttpReply reply = HttpReply.read(
                new BufferedInputStream(new Timed(socket, deadline)),
                !wanted.body().isEmpty());
        if (!wanted.statuses().contains(reply.status())) {
            return CheckResult.bad("status " + reply.status() + " instead of " + wanted.statuses());
        }
        return reply.body().contains(wanted.body())
                ? CheckResult.good("status " + reply.status())
                : CheckResult.bad("status " + reply.status() + ", but the body does not hold '" + wanted.body() + "'");
    }

    /** What a socket receives, each read no longer than the deadline allows: a server that drips cannot outlast it. */
    private static final class Timed extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final Deadline deadline;

        Timed(Socket socket, Deadline deadline) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            socket.setSoTimeout(deadline.leftMillis());
            return in.read(bytes, offset, length);
        }
    }
}
