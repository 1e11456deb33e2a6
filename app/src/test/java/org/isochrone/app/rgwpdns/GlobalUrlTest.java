package org.isochrone.app.rgwpdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.isochrone.app.rgw.StandInGateway;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the namespace is for: a client that asks DNS for an object's global URL meets the region that holds it, which
 * gives it at once and not by a redirect, and it is the object that stands behind the regional URL.
 */
final class GlobalUrlTest {
    private static final String GLOBAL = "o.auroraobjects.com";
    private static final String EU = "o.auroraobjects.eu";
    private static final String US = "o.auroraobjects.us";
    private static final Map<String, String> BUCKETS = Map.of("ceph", EU, "my.photos", US);

    @AutoClose
    private final StandInGateway there = new StandInGateway();

    private final int port = FreePort.next();

    @TempDir
    private Path folder;

    @Test
    void isAnsweredByTheRegionThatHoldsTheBucketWithTheSameObject() throws IOException {
        Aurora aurora = new Aurora(there);
        aurora.zonegroups(Aurora.TODAY).bucket("ceph", "zonegroup", "id-eu").bucket("my.photos", "zonegroup", "id-us");
        try (RgwPdns running = aurora.start(folder);
                PowerDns dns = Aurora.powerDns(folder, running, regionalNames());
                StandInRegion _ = new StandInRegion("127.0.0.2", port, EU, List.of(EU, GLOBAL), BUCKETS);
                StandInRegion _ = new StandInRegion("127.0.0.3", port, US, List.of(US, GLOBAL), BUCKETS)) {
            for (Map.Entry<String, String> bucket : BUCKETS.entrySet()) {
                String global = bucket.getKey() + "." + GLOBAL;
                String regional = bucket.getKey() + "." + bucket.getValue();
                String first = get(address(dns, global), global);
                assertTrue(first.startsWith("HTTP/1.1 200 "), first);
                assertTrue(first.endsWith(bucket.getKey() + "/blog.txt in " + bucket.getValue()), first);
                assertEquals(body(first), body(get(address(dns, regional), regional)));
            }
            // Else none of this would say anything: the wrong region does send clients elsewhere.
            String redirected = get("127.0.0.2", "my.photos." + GLOBAL);
            assertTrue(redirected.startsWith("HTTP/1.1 301 "), redirected);
            assertTrue(redirected.contains("Location: http://my.photos." + US + ":" + port), redirected);
        }
    }

    private Path regionalNames() throws IOException {
        StringBuilder named = new StringBuilder();
        for (Map.Entry<String, String> zone : Map.of("auroraobjects.eu", "127.0.0.2", "auroraobjects.us", "127.0.0.3")
                .entrySet()) {
            Path file = Files.writeString(folder.resolve(zone.getKey()), """
                    $TTL 300
                    @ SOA ns1.auroraobjects.com. hostmaster.auroraobjects.com. 1 3600 600 86400 60
                    @ NS ns1.auroraobjects.com.
                    *.o A %s
                    """.formatted(zone.getValue()));
            named.append("zone \"%s\" { type master; file \"%s\"; };\n".formatted(zone.getKey(), file));
        }
        return Files.writeString(folder.resolve("named.conf"), named);
    }

    /** Where DNS leads to, over the alias if there is one. */
    private static String address(PowerDns dns, String host) {
        String last = dns.ask(host, "A").answer().getLast();
        assertTrue(last.contains(" IN A "), last);
        return last.substring(last.lastIndexOf(' ') + 1);
    }

    /** Asks as a browser does that has resolved the name; whatever comes back is the answer, a redirect as well. */
    private String get(String address, String host) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 10_000);
            socket.setSoTimeout(30_000);
            String request = "GET /blog.txt HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n"));
    }
}
