package org.isochrone.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.isochrone.steering.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private final AtomicReference<Condition> condition =
            new AtomicReference<>(new Condition(List.of(), List.of(), Map.of("map", new Json.Str("1.1.1"))));
    private final HttpListener listener = open();

    private HttpListener open() {
        try {
            return HttpListener.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, condition::get);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void register() {
        metrics.counter("isochrone_questions", "Questions.", List.of("transport"), sink -> {
            sink.value(3, "pipe");
            sink.value(4, "udp");
        });
        metrics.gauge("isochrone_map_age_seconds", "Age.", List.of(), sink -> sink.value(1.5));
    }

    @AfterEach
    void close() {
        listener.close();
        client.close();
    }

    @Test
    void metricsAreInPrometheusTextFormat() throws Exception {
        HttpResponse<String> response = get("/metrics", "GET");
        assertEquals(200, response.statusCode());
        assertEquals(
                List.of(
                        "# HELP isochrone_map_age_seconds Age.",
                        "# TYPE isochrone_map_age_seconds gauge",
                        "isochrone_map_age_seconds 1.5",
                        "# HELP isochrone_questions_total Questions.",
                        "# TYPE isochrone_questions_total counter",
                        "isochrone_questions_total{transport=\"pipe\"} 3.0",
                        "isochrone_questions_total{transport=\"udp\"} 4.0"),
                response.body().lines().toList());
    }

    @Test
    void distributionsAreHistograms() throws Exception {
        metrics.histogram(
                "isochrone_x_seconds",
                "X.",
                List.of("transport"),
                sink -> sink.value(List.of(1e-6, 2e-6, Double.POSITIVE_INFINITY), List.of(3L, 4L, 5L), 0.5, "pipe"));
        String text = get("/metrics", "GET").body();
        for (String line : List.of(
                "# TYPE isochrone_x_seconds histogram",
                "isochrone_x_seconds_bucket{transport=\"pipe\",le=\"1.0E-6\"} 3",
                "isochrone_x_seconds_bucket{transport=\"pipe\",le=\"2.0E-6\"} 7",
                "isochrone_x_seconds_bucket{transport=\"pipe\",le=\"+Inf\"} 12",
                "isochrone_x_seconds_count{transport=\"pipe\"} 12",
                "isochrone_x_seconds_sum{transport=\"pipe\"} 0.5")) {
            assertTrue(text.contains(line + "\n"), text);
        }
    }

    @Test
    void healthSaysWhyTheProcessCannotWork() throws Exception {
        HttpResponse<String> well = get("/health", "GET");
        assertEquals(200, well.statusCode());
        assertEquals(
                "{\"status\":\"ok\",\"reasons\":[],\"warnings\":[],\"map\":\"1.1.1\"}",
                well.body().replaceAll("\\s", ""));
        condition.set(new Condition(List.of("no topology"), List.of("no map"), Map.of()));
        HttpResponse<String> failing = get("/health", "GET");
        assertEquals(503, failing.statusCode());
        assertEquals(
                "{\"status\":\"failing\",\"reasons\":[\"notopology\"],\"warnings\":[\"nomap\"]}",
                failing.body().replaceAll("\\s", ""));
    }

    @Test
    void nothingElseIsServedAndNothingCanBeChanged() throws Exception {
        assertEquals(404, get("/admin", "GET").statusCode());
        assertEquals(404, get("/metrics/x", "GET").statusCode());
        assertEquals(405, get("/health", "POST").statusCode());
        assertEquals("", get("/health", "HEAD").body());
        assertEquals("isochrone: /metrics /health\n", get("/", "GET").body());
    }

    private HttpResponse<String> get(String path, String method) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + listener.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
