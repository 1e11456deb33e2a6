package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.isochrone.pdns.dns.DnsAnswerer;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.dns.DnsListener;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.pipe.UnixClient;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.relay.Relay;
import org.isochrone.pdns.relay.RelayClient;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteHttp;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same question gets the same answer through every door: pipe and remote protocol, each over the socket and through
 * the relay, the three ways of asking over HTTP, and DNS over UDP and TCP.
 */
class TransportContractTest {
    /** Who asks for a backend of PowerDNS is told of delegations in another way than a resolver. */
    private static final List<String> NAMES = WrittenZone.NAMES.stream()
            .filter(name -> !name.endsWith("sub.geo.example"))
            .toList();

    private static final List<RecordType> TYPES = List.of(
            RecordType.A,
            RecordType.AAAA,
            RecordType.TXT,
            RecordType.CNAME,
            RecordType.MX,
            RecordType.SRV,
            RecordType.CAA,
            RecordType.PTR,
            RecordType.NAPTR,
            RecordType.HTTPS,
            RecordType.SVCB,
            RecordType.TLSA,
            RecordType.URI,
            RecordType.SPF,
            RecordType.SOA,
            RecordType.NS,
            RecordType.DS,
            RecordType.ANY);

    private static final int QUESTIONS = 700;

    @TempDir
    Path folder;

    private final World world = new World().written(WrittenZone.TEXT);

    @Test
    void sameQuestionSameAnswer() throws Exception {
        Path pipe = folder.resolve("pipe.sock");
        Path remote = folder.resolve("remote.sock");
        PipeContext context = world.pipe();
        try (UnixServer _ = PipeServer.start(pipe, 0666, context);
                UnixServer _ = RemoteServer.start(remote, 0666, new RemoteContext(world.responder, world.counters));
                DnsListener listener = DnsListener.start(
                        List.of(new InetSocketAddress(FreePort.loopback(), 0)),
                        new DnsAnswerer(world.responder, world.counters));
                RemoteHttp http = RemoteHttp.start(
                        new InetSocketAddress(FreePort.loopback(), 0),
                        new RemoteContext(world.responder, world.counters));
                HttpClient client = HttpClient.newHttpClient();
                UnixClient pipeSocket = new UnixClient(pipe);
                UnixClient remoteSocket = new UnixClient(remote);
                RelayClient pipeRelay = new RelayClient(Relay.command(pipe), folder.resolve("pipe.err"));
                RelayClient remoteRelay = new RelayClient(
                        Stream.concat(Relay.command(remote).stream(), Stream.of("--remote"))
                                .toList(),
                        folder.resolve("remote.err"))) {
            InetSocketAddress own = listener.addresses().getFirst();
            DnsCheck dns = new DnsCheck(own, Duration.ofSeconds(5));
            Stub udp = new Stub(own.getPort());
            Stub tcp = new Stub(own.getPort()).overTcp();
            pipeSocket.ask("HELO\t5\n", 1);
            pipeRelay.ask("HELO\t5\n", 1);
            long seed = System.nanoTime();
            Random random = new Random(seed);
            int answered = 0;
            for (int i = 0; i < QUESTIONS; i++) {
                if (i % 100 == 0) {
                    world.down(i % 200 == 0 ? new String[] {"fra"} : new String[] {});
                }
                String name = NAMES.get(random.nextInt(NAMES.size()));
                RecordType type = TYPES.get(random.nextInt(TYPES.size()));
                String subnet = subnet(random);
                String asked = "seed " + seed + ": " + name + " " + type + " " + subnet;
                String lookup = lookup(name, type, subnet);
                List<String> records = SameForm.pipe(pipeSocket::ask, name, type, subnet);
                answered += records.isEmpty() ? 0 : 1;
                assertEquals(records, SameForm.pipe(pipeRelay::ask, name, type, subnet), asked);
                assertEquals(records, SameForm.remote(remoteSocket.ask(lookup + "\n", 1)), asked);
                assertEquals(records, SameForm.remote(remoteRelay.ask(lookup + "\n", 1)), asked);
                for (HttpRequest request : requests(http, name, type, subnet)) {
                    String body = client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body();
                    assertEquals(records, SameForm.remote(body), asked + " " + request);
                }
                // the library shows texts without quotes where they need none
                Prefix network = Prefix.parse(subnet);
                assertEquals(unquoted(records), unquoted(SameForm.dns(dns, name, type, network)), asked);
                assertEquals(
                        udp.everything(name, type.code(), network), tcp.everything(name, type.code(), network), asked);
            }
            assertTrue(answered > QUESTIONS / 10, answered + " of " + QUESTIONS);
            for (String asked : List.of("203.0.113.0/120", "198.51.100.7/128", "192.0.2.0/112", "203.0.113.0/97")) {
                // the library reads no subnet of mapped addresses
                String subnet = "::ffff:" + asked;
                List<String> records = SameForm.pipe(pipeSocket::ask, "www.geo.example", RecordType.A, subnet);
                String lookup = lookup("www.geo.example", RecordType.A, subnet);
                assertEquals(records, SameForm.remote(remoteSocket.ask(lookup + "\n", 1)), asked);
                for (String option : List.of("+notcp", "+tcp")) {
                    Dig.Answer answer = Dig.ask(own.getPort(), "www.geo.example", "A", "+subnet=" + subnet, option);
                    assertEquals(
                            records,
                            answer.answer().stream()
                                    .map(record -> answer.scope() + " " + record.split(" ", 4)[3])
                                    .sorted()
                                    .toList(),
                            asked);
                }
            }
        }
    }

    private static List<String> unquoted(List<String> records) {
        return records.stream().map(record -> record.replace("\"", "")).toList();
    }

    /** Networks of both families, and of IPv6 such as stand for IPv4: NAT64 and 6to4. */
    private static String subnet(Random random) {
        String four =
                List.of("203.0.113.", "198.51.100.", "192.0.2.", "8.8.4.").get(random.nextInt(4)) + random.nextInt(256);
        String hex = HexFormat.of()
                .formatHex(IpAddress.parse(four).toInetAddress().getAddress())
                .replaceFirst("....", "$0:");
        int length = random.nextInt(129);
        return switch (random.nextInt(8)) {
            case 0 -> network("2001:db8:1::" + random.nextInt(100), length);
            case 1 -> network("64:ff9b::" + hex, length);
            case 2 -> network("2002:" + hex + "::", length);
            default -> network(four, length / 4);
        };
    }

    private static String network(String address, int length) {
        return IpAddress.parse(address).prefix(length).toString();
    }

    private static String lookup(String name, RecordType type, String subnet) {
        return "{\"method\": \"lookup\", \"parameters\": " + parameters(name, type, subnet) + "}";
    }

    private static String parameters(String name, RecordType type, String subnet) {
        return "{\"local\": \"127.0.0.1\", \"qname\": \"" + name + ".\", \"qtype\": \"" + type
                + "\", \"real-remote\": \"" + subnet + "\", \"remote\": \"127.0.0.1\", \"zone-id\": -1}";
    }

    /** The ways in which PowerDNS asks: JSON, a form, and a path with headers. */
    private static List<HttpRequest> requests(RemoteHttp http, String name, RecordType type, String subnet) {
        String base = "http://127.0.0.1:" + http.address().getPort() + RemoteHttp.BASE;
        String form = "parameters=" + URLEncoder.encode(parameters(name, type, subnet), StandardCharsets.UTF_8);
        return List.of(
                HttpRequest.newBuilder(URI.create(base))
                        .POST(HttpRequest.BodyPublishers.ofString(lookup(name, type, subnet)))
                        .build(),
                HttpRequest.newBuilder(URI.create(base + "/lookup"))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpRequest.newBuilder(URI.create(base + "/lookup/" + name.replace(".", "%2e") + "%2e/" + type))
                        .header("X-RemoteBackend-remote", "127.0.0.1")
                        .header("X-RemoteBackend-real-remote", subnet)
                        .header("X-RemoteBackend-zone-id", "-1")
                        .build());
    }
}
