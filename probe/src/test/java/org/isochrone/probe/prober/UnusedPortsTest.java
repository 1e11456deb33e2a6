package org.isochrone.probe.prober;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;

/** The two ports, on an address of loopback of its own. */
class UnusedPortsTest {
    private static final IpAddress ADDRESS = IpAddress.parse("127.0.77.1");
    private static final Target TARGET = new Target(ADDRESS.leaf(), ADDRESS, ProbeMethod.TCP, 443);

    @Test
    void onlyWhoAcceptsBothAcceptsEverything() throws IOException {
        try (UnusedPorts ports = new UnusedPorts(SourceAddresses.ANY, Duration.ofSeconds(1))) {
            assertFalse(ports.acceptsEverything(TARGET).join());
            try (ServerSocket first = listen(0)) {
                assertFalse(ports.acceptsEverything(TARGET).join());
                try (ServerSocket second = listen(1)) {
                    assertTrue(ports.acceptsEverything(TARGET).join());
                    assertTrue(first.getLocalPort() != second.getLocalPort());
                }
            }
        }
    }

    private static ServerSocket listen(int which) throws IOException {
        return new ServerSocket(UnusedPorts.port(TARGET, which), 5, ADDRESS.toInetAddress());
    }
}
