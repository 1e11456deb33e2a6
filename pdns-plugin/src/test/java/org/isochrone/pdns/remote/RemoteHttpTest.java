package org.isochrone.pdns.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.dnssec.ZoneKey;
import org.isochrone.pdns.dnssec.ZoneKeys;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three ways of asking over HTTP get the same answer as the socket. */
class RemoteHttpTest {
    private static final String NO = "{\"result\":false}\n";

    private final World world = new World().written(WrittenZone.TEXT);
    private final RemoteContext context = new RemoteContext(
            world.responder,
            world.counters,
            () -> new ZoneKeys(Map.of("geo.example", List.of(new ZoneKey(1, 257, 13, "secret")))),
            Denial.NSEC3_NARROW);
    private final HttpClient client = HttpClient.newHttpClient();
    private RemoteHttp http;

    RemoteHttpTest() throws IOException {
        http = RemoteHttp.start(new InetSocketAddress(FreePort.loopback(), 0), context);
    }

    @AfterEach
    void close() {
        http.close();
        client.close();
    }

    @Test
    void everyWayOfAskingHasTheSameAnswer() throws Exception {
        String parameters = "{\"local\":\"0.0.0.0\",\"qname\":\"www.geo.example.\",\"qtype\":\"ANY\","
                + "\"real-remote\":\"203.0.113.0/24\",\"remote\":\"127.0.0.1\",\"zone-id\":1}";
        same("lookup", parameters, "/dns/lookup/www%2egeo%2eexample%2e/ANY");
        same("list", "{\"domain_id\":1,\"zonename\":\"geo.example.\"}", "/dns/list/1/geo%2Eexample%2E");
        same("getAllDomains", "{\"include_disabled\":true}", "/dns/getAllDomains?includeDisabled=true");
        same("getDomainInfo", "{\"name\":\"geo.example.\"}", "/dns/getDomainInfo/geo.example.");
        same(
                "getBeforeAndAfterNamesAbsolute",
                "{\"id\":1,\"qname\":\"nope.\"}",
                "/dns/getBeforeAndAfterNamesAbsolute/1/nope%2e");
        same("getBeforeAndAfterNamesAbsolute", "{\"id\":1,\"qname\":\"\"}", "/dns/getBeforeAndAfterNamesAbsolute/1/");
    }

    @Test
    void secretsAreToldOnTheSocketAlone() throws Exception {
        String name = "{\"name\":\"geo.example.\"}";
        assertEquals(
                "{\"result\":[{\"id\":1,\"flags\":257,\"active\":true,\"published\":true,\"content\":\"secret\"}]}\n",
                socket("getDomainKeys", name));
        assertEquals(
                "{\"result\":{\"NSEC3NARROW\":[\"1\"],\"NSEC3PARAM\":[\"1 0 0 -\"]}}\n",
                socket("getAllDomainMetadata", name));
        assertEquals(
                "{\"result\":[\"1\"]}\n",
                socket("getDomainMetadata", "{\"name\":\"geo.example.\",\"kind\":\"NSEC3NARROW\"}"));
        assertEquals(NO, get("/dns/getDomainKeys/geo.example.").body());
        assertEquals(
                "{\"result\":{}}\n",
                get("/dns/getAllDomainMetadata/geo.example.").body());
        assertEquals(
                "{\"result\":[]}\n",
                get("/dns/getDomainMetadata/geo.example./NSEC3NARROW").body());
    }

    @Test
    void whatIsNotServedIsRefusedInGoodForm() throws Exception {
        for (String path : List.of(
                "/dns/getTSIGKey/x", "/dns/nonsense", "/dns/lookup/a", "/dns/lookup/a/b/c", "/dns/list/x/y", "/dns")) {
            HttpResponse<String> answer = get(path);
            assertEquals(200, answer.statusCode(), path);
            assertEquals(NO, answer.body(), path);
        }
        assertEquals(
                NO,
                send(request("/dns/x").PUT(HttpRequest.BodyPublishers.ofString("x")))
                        .body());
        assertEquals(
                NO,
                send(request("/dns").POST(HttpRequest.BodyPublishers.ofString("{")))
                        .body());
        assertEquals(
                NO,
                send(request("/dns/lookup").POST(HttpRequest.BodyPublishers.ofString("x=1")))
                        .body());
        assertEquals(404, get("/").statusCode());
        assertEquals(404, get("/dnsx/lookup/a/A").statusCode());
        String large = "x".repeat(RemoteServer.MAX_LINE + 1);
        assertEquals(
                413,
                send(request("/dns").POST(HttpRequest.BodyPublishers.ofString(large)))
                        .statusCode());
    }

    @Test
    void whatWasAskedBeforeIsAnsweredTheSameInEveryWay() throws Exception {
        List<String> names = new ArrayList<>(WrittenZone.NAMES);
        names.addAll(List.of("dot\\.and\\032blank.wild.geo.example", "q\"+%/&.wild.geo.example", "a..b"));
        int answered = 0;
        for (String name : names) {
            for (String type : List.of("ANY", "TXT")) {
                String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
                String parameters = "{\"qname\":\"" + quoted + ".\",\"qtype\":\"" + type
                        + "\",\"real-remote\":\"203.0.113.0/24\",\"remote\":\"127.0.0.1\",\"zone-id\":1}";
                String expected = socket("lookup", parameters);
                answered += expected.equals(NO) ? 0 : 1;
                String path = "/dns/lookup/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "%2e/" + type;
                for (HttpRequest request : requests("lookup", parameters, path)) {
                    world.written(WrittenZone.TEXT);
                    assertEquals(
                            expected,
                            client.send(request, BodyHandlers.ofString()).body(),
                            request + parameters);
                    assertEquals(
                            expected,
                            client.send(request, BodyHandlers.ofString()).body(),
                            request + parameters);
                }
            }
        }
        assertTrue(answered > names.size(), answered + " answers");
        String plus = "/dns/lookup/a+b.wild.geo.example./A";
        assertEquals(get(plus).body(), get(plus).body());
        assertTrue(get(plus).body().contains("\"a+b.wild.geo.example.\""));
    }

    private void same(String method, String parameters, String path) throws Exception {
        String expected = socket(method, parameters);
        assertTrue(!expected.equals(NO), method);
        for (HttpRequest request : requests(method, parameters, path)) {
            assertEquals(expected, client.send(request, BodyHandlers.ofString()).body());
        }
    }

    /** The three ways of asking for the same. */
    private List<HttpRequest> requests(String method, String parameters, String path) {
        String form = "parameters=" + URLEncoder.encode(parameters, StandardCharsets.UTF_8);
        String json = "{\"method\":\"" + method + "\",\"parameters\":" + parameters + "}";
        return List.of(
                request(path)
                        .header("X-RemoteBackend-remote", "127.0.0.1")
                        .header("X-RemoteBackend-real-remote", "203.0.113.0/24")
                        .header("X-RemoteBackend-zone-id", "1")
                        .build(),
                request("/dns/" + method)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                request("/dns").POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    private String socket(String method, String parameters) {
        Bytes out = new Bytes();
        new RemoteSession(context, Transport.REMOTE)
                .answer(Span.of("{\"method\":\"" + method + "\",\"parameters\":" + parameters + "}"), out);
        return out.toString();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + http.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
