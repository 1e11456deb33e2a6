package org.isochrone.probe.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.isochrone.steering.topology.HealthCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final HealthCheck CHECK = new HealthCheck.Icmp();

    @ParameterizedTest
    @CsvSource({
        "http://rgw1:8000, rgw1, 8000",
        "http://rgw1.example.com, rgw1.example.com, 80",
        "https://s3.example.com/, s3.example.com, 443",
        "HTTPS://s3.example.com:8443/path, s3.example.com, 8443",
        "http://[2001:db8::1]:8000, 2001:db8::1, 8000",
        "192.0.2.1:7480, 192.0.2.1, 7480"
    })
    void readsWhatStandsInATopology(String url, String host, int port) {
        assertEquals(new Endpoint("zone-a", url, host, port, CHECK), Endpoint.parse("zone-a", url, CHECK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rgw1", "ftp://rgw1", "http://", "http://rgw1:0", "http://rgw1:65536", "http://a b"})
    void refusesWhatIsNoEndpoint(String url) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Endpoint.parse("zone-a", url, CHECK));
        assertTrue(refused.toString().contains("not an endpoint"), refused.toString());
    }
}
