package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.isochrone.pdns.dns.DnsAnswerer;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.dns.DnsListener;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.pipe.StandardCommands;
import org.isochrone.pdns.pipe.UnixClient;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteHttp;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same question gets the same answer, whether it comes by pipe, remote backend or DNS. */
class TransportContractTest {
    private static final List<String> NAMES = List.of(
            "geo.example",
            "www.geo.example",
            "cdn.geo.example",
            "b.c.geo.example",
            "a.b.c.geo.example",
            "x.y.wild.geo.example",
            "photos.s3.geo.example",
            "logs.photos.s3.geo.example",
            "s3.geo.example",
            "unknown.s3.geo.example",
            "_map.geo.example",
            "nope.geo.example",
            "mail.geo.example",
            "alias.geo.example",
            "far.geo.example",
            "types.geo.example",
            "some.wild2.geo.example",
            "ent.geo.example",
            "deep.under.ent.geo.example");

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
            RecordType.SPF);

    @TempDir
    Path folder;

    private final World world = new World().written(WrittenZone.TEXT);

    @Test
    void sameQuestionSameAnswer() throws Exception {
        Path pipe = folder.resolve("pipe.sock");
        Path remote = folder.resolve("remote.sock");
        PipeContext context = new PipeContext(
                world.responder, world.counters, new StandardCommands(world.responder, world.counters, "test"), "test");
        try (UnixServer _ = PipeServer.start(pipe, 0666, context);
                UnixServer _ = RemoteServer.start(remote, 0666, new RemoteContext(world.responder, world.counters));
                DnsListener listener = DnsListener.start(
                        List.of(new InetSocketAddress(FreePort.loopback(), 0)),
                        new DnsAnswerer(world.responder, world.counters));
                RemoteHttp http = RemoteHttp.start(
                        new InetSocketAddress(FreePort.loopback(), 0),
                        new RemoteContext(world.responder, world.counters));
                HttpClient httpClient = HttpClient.newHttpClient();
                UnixClient pipeClient = new UnixClient(pipe);
                UnixClient remoteClient = new UnixClient(remote)) {
            DnsCheck dns = new DnsCheck(listener.addresses().getFirst(), Duration.ofSeconds(5));
            pipeClient.ask("HELO\t5\n", 1);
            long seed = System.nanoTime();
            Random random = new Random(seed);
            for (int i = 0; i < 2000; i++) {
                if (i % 100 == 0) {
                    world.down(i % 200 == 0 ? new String[] {"fra"} : new String[] {});
                }
                String name = NAMES.get(random.nextInt(NAMES.size()));
                RecordType type = TYPES.get(random.nextInt(TYPES.size()));
                Prefix subnet = subnet(random);
                String asked = "seed " + seed + ": " + name + " " + type + " " + subnet;
                List<String> byPipe = pipe(pipeClient, name, type, subnet);
                assertEquals(byPipe, remote(remoteClient.ask(lookup(name, type, subnet) + "\n", 1)), asked);
                assertEquals(byPipe, remote(post(httpClient, http, lookup(name, type, subnet))), asked);
                // the library shows texts without quotes where they need none
                assertEquals(unquoted(byPipe), unquoted(dns(dns, name, type, subnet)), asked);
            }
        }
    }

    private static List<String> unquoted(List<String> records) {
        return records.stream().map(record -> record.replace("\"", "")).toList();
    }

    private static Prefix subnet(Random random) {
        String base = List.of("203.0.113.", "198.51.100.", "192.0.2.", "8.8.4.").get(random.nextInt(4));
        int length = 1 + random.nextInt(32);
        return random.nextInt(4) == 0
                ? IpAddress.parse("2001:db8:1::" + random.nextInt(100)).prefix(1 + random.nextInt(64))
                : IpAddress.parse(base + random.nextInt(256)).prefix(length);
    }

    private static List<String> pipe(UnixClient client, String name, RecordType type, Prefix subnet)
            throws IOException {
        List<String> records = new ArrayList<>();
        String line = client.ask("Q\t" + name + "\tIN\t" + type + "\t-1\t127.0.0.1\t127.0.0.1\t" + subnet + "\n", 1);
        while (line.startsWith("DATA")) {
            List<String> field = Arrays.asList(line.split("\t", -1));
            // MX and SRV have their first number in a field of its own
            records.add(field.get(1) + " " + field.get(5) + " " + String.join(" ", field.subList(8, field.size())));
            line = client.ask("", 1);
        }
        return records.stream().sorted().toList();
    }

    private static String lookup(String name, RecordType type, Prefix subnet) {
        return "{\"method\":\"lookup\",\"parameters\":{\"qname\":\"" + name + ".\",\"qtype\":\"" + type
                + "\",\"real-remote\":\"" + subnet + "\",\"remote\":\"127.0.0.1\",\"zone-id\":-1}}";
    }

    private static String post(HttpClient client, RemoteHttp http, String call)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.address().getPort() + "/dns"))
                .POST(HttpRequest.BodyPublishers.ofString(call))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static List<String> remote(String answer) {
        if (!(JsonReader.parse(answer) instanceof Json.Obj reply)
                || !(reply.find("result").orElseThrow() instanceof Json.Arr records)) {
            return List.of();
        }
        return records.items().stream()
                .map(Json.Obj.class::cast)
                .map(record -> ((Json.Num) record.find("scopeMask").orElseThrow()).value() + " " + text(record, "qtype")
                        + " " + text(record, "content"))
                .sorted()
                .toList();
    }

    private static List<String> dns(DnsCheck client, String name, RecordType type, Prefix subnet) throws IOException {
        DnsCheck.Answer answer = client.ask(name, type, Optional.of(subnet));
        // resolvers are also told what an alias leads to, which PowerDNS asks for by itself
        boolean alias = answer.data().stream().anyMatch(record -> record.startsWith("CNAME "));
        return answer.data().stream()
                .filter(record -> !alias || record.startsWith("CNAME "))
                .map(record -> answer.scope() + " " + canonical(record))
                .sorted()
                .toList();
    }

    /** Addresses in the form of RFC 5952 and names without a trailing dot, as backends write them. */
    private static String canonical(String record) {
        int blank = record.indexOf(' ');
        String type = record.substring(0, blank);
        String data = record.substring(blank + 1);
        return type + " "
                + switch (type) {
                    case "AAAA" -> IpAddress.parse(data).toString();
                    case "CNAME" -> data.substring(0, data.length() - 1);
                    default -> data;
                };
    }

    private static String text(Json.Obj record, String key) {
        return ((Json.Str) record.find(key).orElseThrow()).value();
    }
}
