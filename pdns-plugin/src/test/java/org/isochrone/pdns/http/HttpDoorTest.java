package org.isochrone.pdns.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpDoorTest {
    private static final int SLOW_CLIENTS = 100;

    @Test
    void halfARequestHoldsUpNobodyElseAndNotForLong() throws Exception {
        try (HttpDoor door = HttpDoor.bind(new InetSocketAddress(FreePort.loopback(), 0), "test");
                HttpClient client = HttpClient.newHttpClient()) {
            door.route("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            door.start();
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < SLOW_CLIENTS; i++) {
                    Socket socket = new Socket(
                            door.address().getAddress(), door.address().getPort());
                    slow.add(socket);
                    socket.getOutputStream().write("GET / HTTP/1.1\r\nHos".getBytes(StandardCharsets.US_ASCII));
                }
                HttpRequest whole = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + door.address().getPort() + "/"))
                        .timeout(Duration.ofSeconds(4))
                        .build();
                assertEquals(
                        200,
                        client.send(whole, HttpResponse.BodyHandlers.discarding())
                                .statusCode());
                for (Socket socket : slow) {
                    socket.setSoTimeout(20_000);
                    assertEquals(-1, ended(socket));
                }
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }
    }

    /** A connection that is reset has ended as well. */
    private static int ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
