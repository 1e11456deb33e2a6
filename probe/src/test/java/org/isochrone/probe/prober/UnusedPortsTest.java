package org.isochrone.probe.prober;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /** Every peer asks the same two, in every life of it. */
    @Test
    void portsFollowFromTheAddressAlone() {
        assertEquals(List.of(23_736, 29_736), ports("127.0.77.1"));
        assertEquals(List.of(25_096, 31_096), ports("2001:db8::1"));
        assertEquals(List.of(21_336, 27_336), ports("2001:db8:0:1::"));
    }

    private static List<Integer> ports(String address) {
        IpAddress parsed = IpAddress.parse(address);
        Target target = new Target(parsed.leaf(), parsed, ProbeMethod.TCP, 443);
        return List.of(UnusedPorts.port(target, 0), UnusedPorts.port(target, 1));
    }

    /** The kernel refuses to connect to broadcast: nobody was asked. */
    @Test
    void whatThisMachineCannotSendSaysNothing() {
        IpAddress nobody = IpAddress.parse("255.255.255.255");
        try (UnusedPorts ports = new UnusedPorts(SourceAddresses.ANY, Duration.ofSeconds(1))) {
            CompletableFuture<Boolean> asked =
                    ports.acceptsEverything(new Target(nobody.leaf(), nobody, ProbeMethod.TCP, 443));
            assertThrows(CompletionException.class, asked::join);
        }
    }

    private static ServerSocket listen(int which) throws IOException {
        return new ServerSocket(UnusedPorts.port(TARGET, which), 5, ADDRESS.toInetAddress());
    }
}
