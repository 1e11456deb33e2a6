package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;

class DnsConfigTest {
    @Test
    void defaults() {
        DnsConfig config = World.config(Map.of("Zone", "Inside-Out.xyz."));
        assertEquals(List.of("inside-out.xyz"), config.zones());
        assertEquals("john\\.doe.example.org", config.mailbox());
        assertEquals(TtlConfig.DEFAULT, config.ttl());
        assertEquals(Optional.of(Path.of("/run/isochrone/pipe.sock")), config.socketPipe());
        assertEquals(Optional.of(Path.of("/run/isochrone/remote.sock")), config.socketRemote());
        assertEquals(0666, config.socketMode());
        assertEquals(List.of(endpoint("127.0.0.1", 5300)), config.listen());
        assertEquals(List.of(endpoint("127.0.0.1", 53)), config.powerDns());
        assertEquals(Optional.empty(), config.listenHttp());
        assertEquals(Optional.empty(), config.keys());
        assertEquals(Denial.NSEC3_NARROW, config.denial());
    }

    @Test
    void keysAreOnlyToldToWhomTheSocketLetsIn() {
        DnsConfig config = World.config(Map.of(
                "Zone", "a.example",
                "ListenHttp", "127.0.0.1:8055",
                "Keys", "/etc/isochrone/keys",
                "Denial", "NSEC",
                "PowerDns", "off",
                "SocketMode", "0660"));
        assertEquals(List.of(), config.powerDns());
        assertEquals(Optional.of(endpoint("127.0.0.1", 8055)), config.listenHttp());
        assertEquals(Optional.of(Path.of("/etc/isochrone/keys")), config.keys());
        assertEquals(Denial.NSEC, config.denial());
        String open = "[DNS] SocketMode must be 0600 to 0660 while Keys is given, since PowerDNS reads the private keys"
                + " through SocketRemote: 0";
        assertEquals(
                List.of("test.conf:1: " + open + "664"),
                problems(Map.of("Zone", "a.example", "Keys", "/k", "SocketMode", "0664")));
        assertEquals(List.of("[DNS] SocketMode: " + open + "666"), problems(Map.of("Zone", "a.example", "Keys", "/k")));
        assertEquals(List.of(), problems(Map.of("Zone", "a.example", "Keys", "/k", "SocketRemote", "off")));
        assertEquals(
                List.of(
                        "test.conf:1: [DNS] ListenHttp must be 'off' or ADDRESS:PORT with [ADDRESS]:PORT for IPv6 and a"
                                + " port in [0..65535]: '127.0.0.1:1, 127.0.0.1:2'",
                        "test.conf:1: [DNS] Denial must be nsec3-narrow or nsec: 'nsec5'"),
                problems(Map.of("Zone", "a.example", "ListenHttp", "127.0.0.1:1, 127.0.0.1:2", "Denial", "nsec5")));
    }

    @Test
    void timesToLiveAreInOrder() {
        assertEquals(
                new TtlConfig(10, 10, Duration.ofHours(1)),
                World.config(Map.of("Zone", "a.example", "TTL", "10")).ttl());
        assertEquals(
                new TtlConfig(600, 5, Duration.ofHours(2)),
                World.config(Map.of("Zone", "a.example", "TTL", "600", "FailoverTTL", "5", "MapAge", "2h"))
                        .ttl());
        assertEquals(
                List.of("test.conf:1: [DNS] FailoverTTL must be a whole number in [1..60]: '61'"),
                problems(Map.of("Zone", "a.example", "FailoverTTL", "61")));
    }

    @Test
    void everyKey() {
        DnsConfig config = World.config(Map.of(
                "Zone", "a.example, b.example",
                "Email", "hostmaster.example.org",
                "NS3", "ns.a.example 192.0.2.53 2001:db8::53",
                "TTL", "86400",
                "SocketPipe", "/tmp/p",
                "SocketRemote", "off",
                "SocketMode", "0660",
                "Listen", "192.0.2.1:53, [2001:db8::1]:53"));
        assertEquals(List.of("a.example", "b.example"), config.zones());
        assertEquals("hostmaster.example.org", config.mailbox());
        assertEquals(
                new NameServer("ns.a.example", List.of(IpAddress.parse("192.0.2.53"), IpAddress.parse("2001:db8::53"))),
                config.nameServers().get(2));
        assertEquals(86_400, config.ttl().seconds());
        assertEquals(Optional.of(Path.of("/tmp/p")), config.socketPipe());
        assertEquals(Optional.empty(), config.socketRemote());
        assertEquals(0660, config.socketMode());
        assertEquals(List.of(endpoint("192.0.2.1", 53), endpoint("2001:db8::1", 53)), config.listen());
        assertEquals(
                List.of(),
                World.config(Map.of("Zone", "a.example", "Listen", "off")).listen());
    }

    @Test
    void everyProblemIsFoundInOnePass() {
        assertEquals(
                List.of(
                        "test.conf:1: [DNS] Zone must be one or several domain names, comma separated: ' b..c'",
                        "test.conf:1: [DNS] Email must be an address such as hostmaster@example.com: 'no spaces@x'",
                        "test.conf:1: [DNS] NS1 lies inside zone a.example and has no address: whoever looks for the zone"
                                + " would be sent to a name that only the zone itself can tell, without end; name a server"
                                + " of another domain, or write the address behind the name: 'ns.a.example 192.0.2.53'",
                        "test.conf:1: [DNS] NS3 has something behind the name that is no address: 'x'",
                        "test.conf:1: [DNS] TTL must be a whole number in [1..86400]: '0'",
                        "test.conf:1: [DNS] SocketPipe must be 'off' or a path of at most 100 bytes: '"
                                + "/x".repeat(60) + "'",
                        "test.conf:1: [DNS] SocketMode must be permissions in octal, 0600 to 0777: '999'",
                        "test.conf:1: [DNS] Listen must be 'off' or a list of ADDRESS:PORT with [ADDRESS]:PORT for IPv6"
                                + " and ports in [0..65535]: '127.0.0.1'"),
                problems(Map.of(
                        "Zone", "a.example, b..c",
                        "Email", "no spaces@x",
                        "NS1", "ns.a.example",
                        "NS3", "ns3.example.org x",
                        "TTL", "0",
                        "SocketPipe", "/x".repeat(60),
                        "SocketMode", "999",
                        "Listen", "127.0.0.1")));
    }

    @Test
    void twoNameServersAndAZoneAreAsked() {
        assertEquals(
                List.of(
                        "[DNS] Zone: is missing and has no default",
                        "[DNS] NS2: is missing: a zone has at least two name servers, NS1 and NS2"),
                problems(Map.of("NS2", "")));
        assertEquals(
                List.of("[DNS] NS2: is the same as NS1: a zone has at least two name servers"),
                problems(Map.of("Zone", "a.example", "NS2", "NS1.example.org")));
    }

    private static InetSocketAddress endpoint(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static List<String> problems(Map<String, String> dns) {
        Problems problems = new Problems();
        World.config(dns, problems);
        return problems.errors();
    }
}
