package org.isochrone.probe.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.isochrone.steering.prefix.IpAddress;

/**
 * One request over a connection of its own, up to the first byte of the answer, behind which the connection is closed.
 * Blocks its thread. Immutable.
 *
 * @param timeout how long each step may take: connect, TLS handshake, first byte
 * @param userAgent who we are
 * @param tls makes TLS sockets; certificates are its business
 * @param nanoTime elapsed monotonic nanoseconds
 */
record HttpExchange(Duration timeout, String userAgent, SSLSocketFactory tls, LongSupplier nanoTime) {
    /**
     * Asks.
     *
     * @throws IOException if there was no first byte
     */
    HttpTiming ask(HttpUrl url, IpAddress address, Optional<InetSocketAddress> local) throws IOException {
        int millis = (int) timeout.toMillis();
        try (Socket plain = new Socket()) {
            if (local.isPresent()) {
                plain.bind(local.get());
            }
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(millis);
            long start = nanoTime.getAsLong();
            plain.connect(new InetSocketAddress(address.toInetAddress(), url.port()), millis);
            long connected = nanoTime.getAsLong();
            try (Socket socket = url.tls() ? handshake(plain, url) : plain) {
                long ready = nanoTime.getAsLong();
                OutputStream out = socket.getOutputStream();
                out.write(url.request(userAgent).getBytes(StandardCharsets.US_ASCII));
                out.flush();
                long asked = nanoTime.getAsLong();
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("hung up without an answer");
                }
                return new HttpTiming(
                        connected - start, url.tls() ? ready - connected : 0, nanoTime.getAsLong() - asked);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer in time", e);
        }
    }

    private SSLSocket handshake(Socket plain, HttpUrl url) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (isName(url.host())) {
            parameters.setServerNames(List.of(new SNIHostName(url.host())));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static boolean isName(String host) {
        try {
            IpAddress.parse(host);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
