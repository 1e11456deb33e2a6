package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.isochrone.pdns.dns.DnsAnswerer;
import org.isochrone.pdns.dns.DnsListener;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.pdns.http.HttpDoor;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteHttp;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.ToldBuckets;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A question that came before leaves nothing on the heap, whoever asks: addresses and aliases, names, wildcards and
 * buckets, IPv4 and IPv6, known and unknown clients. Counted is what the threads that answer allocate, sockets and all.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int QUESTIONS = 20_000;
    private static final int REQUESTS = 300;
    private static final int REFUSED = 5;

    /** Bytes that a request may take over HTTP beside those of the server itself; going through headers is some 160. */
    private static final int OVER_HTTP = 250;

    /**
     * Of so many rounds one must be without a byte: what is made once, such as a counter's cell, may come at any time.
     */
    private static final int ROUNDS = 5;

    /** Steered ones, then those of a zone file, a zone and a namespace, with all that DNS knows of names. */
    private static final List<String> NAMES = List.of(
            "www.geo.example",
            "a.b.c.geo.example",
            "CDN.geo.example",
            "x.wild.geo.example",
            "dot\\.and\\032Space.wild.geo.example",
            "photos.s3.geo.example",
            "told.by.a.gateway.s3.geo.example",
            "long.ago.s3.geo.example",
            "by.nobody.s3.geo.example",
            "not.yet.made.any.geo.example",
            "geo.example",
            "_map.geo.example",
            "s3.geo.example",
            "types.geo.example",
            "mail.geo.example",
            "alias.geo.example",
            "h1.geo.example",
            "x.wild2.geo.example",
            "ent.geo.example",
            "sub.geo.example",
            "ns.sub.geo.example",
            "photos.fra.example.net");

    /** Names in a zone that do not exist or are no buckets, and one in no zone. */
    private static final List<String> ABSENT = List.of(
            "not.yet.made.s3.geo.example",
            "made.s3.geo.example",
            "nope.geo.example",
            "x.nope.geo.example",
            "x.a.b.c.geo.example",
            "nope.example.net",
            "www.example.org");

    private static final List<String> ASKED =
            Stream.concat(NAMES.stream(), ABSENT.stream()).toList();

    private static final List<String> TYPES = List.of("ANY", "SOA");

    private static final List<String> SUBNETS = List.of(
            "203.0.113.0/24", "198.51.100.0/24", "192.0.2.77/32", "2001:db8:1::/48", "2001:db8:2::/56", "9.9.9.0/24");

    @TempDir
    private Path dir;

    private final World world =
            new World(World.config(Map.of("Zone", "geo.example, example.net"))).written(WrittenZone.TEXT);
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    AllocationTest() {
        Snapshot known = world.snapshot();
        BucketPlace held = place(BucketPlace.State.HELD, "main", true);
        Map<String, BucketPlace> others = Map.of(
                "long.ago", place(BucketPlace.State.HELD, "main", false),
                "by.nobody", place(BucketPlace.State.UNKNOWN, "", false),
                "not.yet.made", place(BucketPlace.State.ABSENT, "", false),
                "made", place(BucketPlace.State.ABSENT, "", false));
        Buckets buckets = new Buckets(
                known.buckets().asMap(), new ToldBuckets(bucket -> others.getOrDefault(bucket, held), Set.of("made")));
        List<Namespace> namespaces = new ArrayList<>(known.topology().namespaces());
        namespaces.add(new Namespace("any.geo.example", AnswerMode.CNAME, Namespace.UnknownBucket.NEAREST));
        Topology topology = new Topology(
                known.topology().realm(),
                known.topology().period(),
                known.topology().names(),
                namespaces);
        world.set(known.withTopology(topology, buckets).withMap(map(), "file"));
        world.responder.prepare();
    }

    private static BucketPlace place(BucketPlace.State state, String zonegroup, boolean settled) {
        return new BucketPlace(state, zonegroup, settled, () -> "told");
    }

    private LatencyMap map() {
        TreeMap<Prefix, Ranking> rankings = new TreeMap<>();
        rankings.put(Prefix.parse("203.0.113.0/24"), new Ranking(List.of(List.of("fra"), List.of("nyc"))));
        rankings.put(Prefix.parse("198.51.100.0/24"), new Ranking(List.of(List.of("nyc", "fra"), List.of("sgp"))));
        rankings.put(Prefix.parse("192.0.2.0/24"), new Ranking(List.of(List.of("sgp"))));
        rankings.put(Prefix.parse("2001:db8:1::/48"), new Ranking(List.of(List.of("nyc"), List.of("fra"))));
        Map<String, Estimate> byZone = Map.of("fra", estimate(Provenance.MEASURED), "sgp", estimate(Provenance.PARENT));
        List<PrefixEstimates> estimates = rankings.keySet().stream()
                .map(prefix -> new PrefixEstimates(prefix, byZone))
                .toList();
        return MapCodec.decode(MapCodec.publish(MapContent.of(
                World.map(7).version(), Instant.EPOCH, new TreeMap<>(Map.of("main", rankings)), estimates)));
    }

    private static Estimate estimate(Provenance provenance) {
        return new Estimate(20_000_000, 100_000, 3, Instant.ofEpochSecond(1_750_000_000), provenance, true);
    }

    @Test
    void remoteSocket() throws IOException {
        Path path = dir.resolve("remote");
        try (UnixServer server = RemoteServer.start(path, 0600, new RemoteContext(world.responder, world.counters));
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            List<ByteBuffer> questions = new ArrayList<>();
            for (String name : ASKED) {
                for (String subnet : SUBNETS) {
                    for (String type : TYPES) {
                        questions.add(
                                line("{\"method\": \"lookup\", \"parameters\": {\"local\": \"127.0.0.1\", \"qname\": \""
                                        + name.replace("\\", "\\\\") + ".\", \"qtype\": \"" + type
                                        + "\", \"real-remote\": \"" + subnet
                                        + "\", \"remote\": \"127.0.0.1\", \"zone-id\": "
                                        + zone(name) + "}}"));
                    }
                }
            }
            assertEquals(0, allocated("remote", () -> {
                for (int i = 0; i < QUESTIONS; i++) {
                    ask(channel, questions.get(i % questions.size()), "}\n");
                }
            }));
            assertEquals(1, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void pipeSocket(int abi) throws IOException {
        Path path = dir.resolve("pipe");
        PipeContext context = world.pipe();
        try (UnixServer server = PipeServer.start(path, 0600, context);
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            ask(channel, line("HELO\t" + abi), "\n");
            List<ByteBuffer> questions = new ArrayList<>();
            for (String name : ASKED) {
                for (String subnet : SUBNETS) {
                    String resolver = subnet.substring(0, subnet.indexOf('/'));
                    String behind =
                            List.of("", "\t127.0.0.1", "\t127.0.0.1\t" + subnet).get(Math.min(abi, 3) - 1);
                    for (String type : TYPES) {
                        questions.add(line("Q\t" + name + "\tIN\t" + type + "\t-1\t" + resolver + behind));
                    }
                }
            }
            assertEquals(0, allocated("pipe", () -> {
                for (int i = 0; i < QUESTIONS; i++) {
                    ask(channel, questions.get(i % questions.size()), "END\n");
                }
            }));
            assertEquals(1, server.connections());
        }
    }

    /** All from one address, for of another one the JDK makes an object. */
    @Test
    void listener() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DnsListener listener =
                        DnsListener.start(List.of(any), new DnsAnswerer(world.responder, world.counters), 1_000);
                DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(listener.addresses().getFirst());
            List<RecordType> types = List.of(RecordType.A, RecordType.TXT, RecordType.NS, RecordType.ANY);
            int ofNamesThatExist = NAMES.size() * SUBNETS.size() * types.size();
            List<ByteBuffer> questions = new ArrayList<>();
            for (String name : ASKED) {
                for (String subnet : SUBNETS) {
                    for (RecordType type : types) {
                        questions.add(ByteBuffer.wrap(Stub.query(name, type.code(), Prefix.parse(subnet))
                                .toWire()));
                    }
                }
            }
            assertEquals(0, allocated("dns-udp", () -> {
                for (int i = 0; i < QUESTIONS; i++) {
                    int at = i % questions.size();
                    int code = ask(channel, questions.get(at));
                    assertTrue(code == 0 || at >= ofNamesThatExist, "code " + code);
                }
            }));
        }
    }

    /** Over HTTP the JDK makes objects for each request; more than these are few. */
    @Test
    void http() throws IOException {
        byte[] read = new byte[4096];
        byte[] answer = "{\"result\":[]}\n".getBytes(StandardCharsets.ISO_8859_1);
        InetSocketAddress any = new InetSocketAddress(FreePort.loopback(), 0);
        try (HttpDoor bare = HttpDoor.bind(any, "bare");
                RemoteHttp http = RemoteHttp.start(any, new RemoteContext(world.responder, world.counters))) {
            bare.route("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readNBytes(read, 0, read.length);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            bare.start();
            for (boolean post : new boolean[] {false, true}) {
                long all = perRequest(http.address(), post);
                long forced = perRequest(bare.address(), post);
                assertTrue(all < forced + OVER_HTTP, all + " bytes a request, the server itself " + forced);
            }
        }
    }

    private long perRequest(InetSocketAddress server, boolean post) throws IOException {
        List<ByteBuffer> requests = new ArrayList<>();
        for (String name : ASKED) {
            for (String subnet : SUBNETS) {
                requests.add(ByteBuffer.wrap(request(name, subnet, post).getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        long fewest = Long.MAX_VALUE;
        try (SocketChannel channel = SocketChannel.open(server)) {
            for (int round = 0; round < ROUNDS; round++) {
                long before = THREADS.getTotalThreadAllocatedBytes() - THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < REQUESTS; i++) {
                    ask(channel, requests.get(i % requests.size()), "}\n");
                }
                long after = THREADS.getTotalThreadAllocatedBytes() - THREADS.getCurrentThreadAllocatedBytes();
                fewest = Math.min(fewest, (after - before) / REQUESTS);
            }
        }
        return fewest;
    }

    private static String request(String name, String subnet, boolean post) {
        String body = "{\"method\": \"lookup\", \"parameters\": {\"local\": \"127.0.0.1\", \"qname\": \""
                + name.replace("\\", "\\\\")
                + ".\", \"qtype\": \"ANY\", \"real-remote\": \"" + subnet
                + "\", \"remote\": \"127.0.0.1\", \"zone-id\": "
                + zone(name)
                + "}}";
        return post
                ? "POST /dns HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                : "GET /dns/lookup/" + name.replace(".", "%2e").replace("\\", "%5c") + "%2e/ANY HTTP/1.1\r\nHost: x\r\n"
                        + "X-RemoteBackend-remote: 127.0.0.1\r\nX-RemoteBackend-real-remote: " + subnet
                        + "\r\nX-RemoteBackend-zone-id: " + zone(name) + "\r\n\r\n";
    }

    /** What is to be measured. */
    private interface Load {
        void run() throws IOException;
    }

    /** Returns the fewest bytes that the threads of a server allocated during a load which had run before. */
    private long allocated(String name, Load load) throws IOException {
        load.run();
        List<Thread> servers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name) && !others.contains(thread))
                .toList();
        assertTrue(bytes(servers) > 0, "the first questions leave something");
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest > 0; round++) {
            long start = bytes(servers);
            load.run();
            fewest = Math.min(fewest, bytes(servers) - start);
        }
        return fewest;
    }

    private static long bytes(List<Thread> servers) {
        return servers.stream()
                .mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.threadId()))
                .sum();
    }

    /** Returns the number of the zone that a name is in; -1 for none, as PowerDNS has it. */
    private static int zone(String name) {
        return name.endsWith("geo.example") ? 1 : name.endsWith("example.net") ? 2 : -1;
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static final ByteBuffer ANSWER = ByteBuffer.allocate(4096);

    /** Returns the code of the answer. Over loopback one datagram at a time always has room. */
    private static int ask(DatagramChannel channel, ByteBuffer question) throws IOException {
        channel.write(question.rewind());
        channel.read(ANSWER.clear());
        int code = ANSWER.get(3) & 0xF;
        int records = ANSWER.getShort(6) + ANSWER.getShort(8);
        assertTrue(code == REFUSED ? records == 0 : records >= 1, "code " + code + " with " + records + " records");
        return code;
    }

    private static void ask(SocketChannel channel, ByteBuffer question, String end) throws IOException {
        question.rewind();
        channel.write(question);
        ANSWER.clear();
        do {
            assertTrue(channel.read(ANSWER) > 0, "the connection ended");
        } while (!new String(
                        ANSWER.array(),
                        Math.max(0, ANSWER.position() - end.length()),
                        end.length(),
                        StandardCharsets.ISO_8859_1)
                .equals(end));
    }
}
