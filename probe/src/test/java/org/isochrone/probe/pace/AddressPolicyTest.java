package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.HostFile;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private final AddressPolicy strict = new AddressPolicy(false, OwnSpace.none());
    private final AddressPolicy open = new AddressPolicy(true, OwnSpace.none());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "223.255.255.1",
                "198.17.0.1",
                "198.20.0.1",
                "2600::1",
                "2a00:1450::1"
            })
    void thePublicInternetMayBeProbed(String address) {
        assertEquals(Optional.empty(), strict.refusal(IpAddress.parse(address)));
        assertEquals(Optional.empty(), open.refusal(IpAddress.parse(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, private (10.0.0.0/8)",
        "172.31.255.255, private (172.16.0.0/12)",
        "192.168.1.1, private (192.168.0.0/16)",
        "100.64.0.1, carrier-grade NAT (100.64.0.0/10)",
        "127.0.0.1, loopback (127.0.0.0/8)",
        "169.254.1.1, link-local (169.254.0.0/16)",
        "192.0.2.7, documentation (192.0.2.0/24)",
        "198.19.255.255, benchmarking (198.18.0.0/15)",
        "0.1.2.3, this network (0.0.0.0/8)",
        "250.1.1.1, reserved (240.0.0.0/4)",
        "::1, loopback (::1/128)",
        "2001:db8::1, documentation (2001:db8::/32)",
        "2002:808:808::1, 6to4 (2002::/16)",
        "fe80::1, not global unicast space",
        "fd00::1, not global unicast space",
        "64:ff9b::808:808, not global unicast space"
    })
    void reservedSpaceNeedsTheTestSwitch(String address, String reason) {
        assertEquals(Optional.of(reason), strict.refusal(IpAddress.parse(address)));
        assertEquals(Optional.empty(), open.refusal(IpAddress.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "239.255.255.255", "255.255.255.255", "0.0.0.0", "ff02::1", "::"})
    void manyAtOnceAreNeverProbed(String address) {
        assertTrue(strict.refusal(IpAddress.parse(address)).isPresent());
        assertTrue(open.refusal(IpAddress.parse(address)).isPresent());
    }

    /** Whatever the JDK itself knows to be special is refused. */
    @Test
    void agreesWithTheJdk() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            IpAddress address = IpAddress.ofBytes(bytes);
            InetAddress jdk = address.toInetAddress();
            boolean special = jdk.isAnyLocalAddress()
                    || jdk.isLoopbackAddress()
                    || jdk.isLinkLocalAddress()
                    || jdk.isMulticastAddress()
                    || jdk.isSiteLocalAddress();
            assertTrue(!special || strict.refusal(address).isPresent(), "seed " + seed + ": " + address);
        }
    }

    @Test
    void theNetworkOfAnInterfaceIsOursUnlessItIsLargerThanASite() {
        IpAddress ipv4 = IpAddress.parse("8.8.4.4");
        assertEquals(Prefix.parse("8.8.4.0/25"), LocalNetworks.network(ipv4, 25));
        assertEquals(Prefix.parse("8.8.0.0/20"), LocalNetworks.network(ipv4, 20));
        assertEquals(Prefix.parse("8.8.4.0/24"), LocalNetworks.network(ipv4, 8));
        assertEquals(Prefix.parse("2001:4860::/64"), LocalNetworks.network(IpAddress.parse("2001:4860::8"), 64));
        assertEquals(Prefix.parse("2001:4860::/48"), LocalNetworks.network(IpAddress.parse("2001:4860::8"), 0));
    }

    @Test
    void whileTheResolverIsSilentNobodyKnowsWhatIsOurs() {
        HostAddresses silent = new HostAddresses(host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        });
        KnownHosts hosts = new KnownHosts(() -> List.of("gw.example"), silent, System::nanoTime, HostFile.none());
        hosts.settle(Duration.ofSeconds(10));
        OwnSpace own = new OwnSpace(Optional::empty, hosts, Set.of(), System::nanoTime);
        assertEquals(
                Optional.of("the resolver says nothing of gw.example, which is ours: a target may be"), own.unsure());
        assertEquals(Optional.empty(), OwnSpace.none().unsure());
    }

    @Test
    void ourOwnZonesAreNoTargets() {
        KnownHosts hosts =
                new KnownHosts(() -> List.of("8.8.4.4"), HostAddresses.system(), System::nanoTime, HostFile.none());
        hosts.settle(Duration.ofSeconds(10));
        OwnSpace own = new OwnSpace(
                () -> Optional.of(Topologies.twoZones("realm", 1, 1)),
                hosts,
                Set.of(Prefix.parse("8.8.8.0/24")),
                System::nanoTime);
        assertEquals(Optional.empty(), own.unsure());
        assertTrue(own.contains(IpAddress.parse("8.8.8.8")), "as configured");
        assertTrue(own.holdsLeafOf(IpAddress.parse("8.8.8.8")));
        assertTrue(own.contains(IpAddress.parse("127.0.0.1")), "this machine");
        assertFalse(own.contains(IpAddress.parse("8.8.5.4")));
        assertFalse(own.holdsLeafOf(IpAddress.parse("8.8.5.4")));
        assertTrue(own.contains(IpAddress.parse("8.8.4.4")), "the host of an endpoint");
        IpAddress zone = IpAddress.parse("192.0.2.10");
        Target icmp = new Target(zone.leaf(), zone, ProbeMethod.ICMP, 0);
        Target http = new Target(zone.leaf(), zone, ProbeMethod.HTTP, 80);
        assertEquals(Optional.of("our own space"), new AddressPolicy(false, own).refusal(icmp));
        assertEquals(
                Optional.of("documentation (192.0.2.0/24)"),
                new AddressPolicy(false, own).refusal(http),
                "not because it is ours");
        assertEquals(Optional.empty(), new AddressPolicy(true, own).refusal(icmp));
    }
}
