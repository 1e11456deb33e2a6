package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.ToldBuckets;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;

/**
 * What {@link Responder#answerAtOnce} answers is what {@link Responder#answer} does, for any name in any form, type,
 * client and zone, while all that is known changes between two questions.
 */
class ShortWayTest {
    private static final String BUCKET = "told.s3.geo.example";

    /** Stands for names that were made up, in most cases below one that exists. */
    private static final String INVENTED = "INVENTED";

    private static final List<String> NAMES = List.of(
            "geo.example",
            "www.geo.example",
            "cdn.geo.example",
            "a.b.c.geo.example",
            "b.c.geo.example",
            "wild.geo.example",
            "*.wild.geo.example",
            "x.wild.geo.example",
            "x.y.wild.geo.example",
            "x\\.y.wild.geo.example",
            "\\119ww.geo.example",
            "w\"w(w);.wild.geo.example",
            "host.wild2.geo.example",
            "x.wild2.geo.example",
            "photos.s3.geo.example",
            "logs.photos.s3.geo.example",
            "unknown.s3.geo.example",
            BUCKET,
            "s3.geo.example",
            "_map.geo.example",
            "_map.s3.geo.example",
            "mail.geo.example",
            "sub.geo.example",
            "www.sub.geo.example",
            "ns.sub.geo.example",
            "self.geo.example",
            "types.geo.example",
            "alias.geo.example",
            "a.ent.geo.example",
            "ent.geo.example",
            "between.s3.geo.example",
            "fra.example.net",
            "photos.fra.example.net",
            "example.net",
            "nope.geo.example",
            "late.geo.example",
            "www.example.org",
            "www..geo.example",
            "www.geo.example..",
            ".");

    /** To these the short way must have led; what is told of the bucket stands for it. */
    private static final List<String> SHORT = List.of(
            "www.geo.example",
            "cdn.geo.example",
            "x.wild.geo.example",
            "x\\.y.wild.geo.example",
            "photos.s3.geo.example",
            "geo.example",
            "s3.geo.example",
            "example.net",
            "_map.geo.example",
            "mail.geo.example",
            "types.geo.example",
            "alias.geo.example",
            "ent.geo.example",
            "x.wild2.geo.example",
            "sub.geo.example",
            "www.sub.geo.example",
            "fra.example.net",
            "photos.fra.example.net",
            "nope.geo.example",
            "late.geo.example",
            "www.example.org",
            "unknown.s3.geo.example",
            "between.s3.geo.example",
            INVENTED,
            "HELD",
            "HELD for now",
            "ABSENT for now",
            "UNKNOWN for now");

    private static final List<RecordType> TYPES = List.of(
            RecordType.A,
            RecordType.A,
            RecordType.AAAA,
            RecordType.ANY,
            RecordType.CNAME,
            RecordType.TXT,
            RecordType.NS,
            RecordType.SOA,
            RecordType.DS,
            RecordType.OTHER);

    private static final List<BucketPlace.State> NOT_HELD =
            List.of(BucketPlace.State.ABSENT, BucketPlace.State.UNKNOWN);

    private static final List<Transport> TRANSPORTS = List.of(Transport.PIPE, Transport.REMOTE, Transport.UDP);

    private static final String OTHER_ZONE_FILE = """
            $TTL 60
            @      SOA ns.x. h.x. 1 2 3 4 5
            @      NS  ns.x.
            x.wild TXT here
            www    MX  10 ns.x.
            sub    NS  ns.x.
            s3     NS  ns.x.
            s3     DS  12345 13 2 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6
            """;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final World world = new World(World.config(Map.of("Zone", "geo.example, s3.geo.example, example.net")));
    private final Set<String> between = new HashSet<>();
    private final Snapshot first = world.snapshot()
            .withTopology(
                    world.snapshot().topology(),
                    new Buckets(world.snapshot().buckets().asMap(), new ToldBuckets(this::told, between)));
    private BucketPlace told = place(BucketPlace.State.HELD, "main", true);

    private static BucketPlace place(BucketPlace.State state, String zonegroup, boolean settled) {
        return new BucketPlace(state, zonegroup, settled, () -> "");
    }

    private BucketPlace told(String bucket) {
        return bucket.equals("told") ? told : place(BucketPlace.State.ABSENT, "", false);
    }

    @Test
    void leadsWhereTheLongOneDoes() {
        world.set(first);
        Map<String, Integer> taken = new TreeMap<>();
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(200) == 0) {
                change();
            }
            if (random.nextInt(20) == 0) {
                world.responder.prepare();
            }
            boolean invented = random.nextInt(4) == 0;
            String name = random.nextInt(8) == 0 ? BUCKET : pick(NAMES);
            if (asked(invented ? invented(name) : name)) {
                boolean bucket = name.equals(BUCKET);
                String known = bucket ? told.state() + (told.settled() ? "" : " for now") : name;
                taken.merge(invented ? INVENTED : known, 1, Integer::sum);
            }
        }
        for (String name : SHORT) {
            assertTrue(taken.getOrDefault(name, 0) > 10, "seed " + seed + ": the short way to " + name + ": " + taken);
        }
    }

    /** Some are none: with an empty label, a long one, or too many. */
    private String invented(String above) {
        return switch (random.nextInt(10)) {
            case 0 -> "q".repeat(60 + random.nextInt(8)) + "." + above;
            case 1 -> "q.".repeat(110 + random.nextInt(20)) + above;
            case 2 -> ".." + above;
            case 3 -> random.nextInt(3) + "." + above;
            case 4 -> "*." + above;
            case 5 -> pick(NAMES) + "." + above;
            default -> "q" + random.nextInt(1_000_000) + "." + above;
        };
    }

    private void change() {
        switch (random.nextInt(12)) {
            case 0 -> world.written(WrittenZone.TEXT);
            case 1 -> world.written(OTHER_ZONE_FILE);
            case 2 -> world.down(pick(List.of("fra", "nyc", "sgp")));
            case 3 -> world.down("fra", "nyc", "sgp");
            case 4 -> world.set(first.withMap(World.map(8, random.nextInt(3)), "memcached"));
            case 5 -> world.set(first.withTopology(otherTopology(), new Buckets(Map.of("photos", "gone"))));
            case 6 -> world.mapAge(Duration.ofMinutes(random.nextInt(70)));
            case 7 -> told = place(BucketPlace.State.HELD, pick(List.of("main", "gone")), random.nextBoolean());
            case 8 -> told = place(pick(NOT_HELD), "", false);
            case 9 -> {
                if (!between.add("between")) {
                    between.clear();
                }
            }
            case 10 -> world.set(first.withTopology(nearest(), first.buckets()));
            default -> world.set(first);
        }
    }

    /** What was steered by addresses is by name and the other way round, and one name more is. */
    private Topology otherTopology() {
        List<SteeredName> names =
                new ArrayList<>(List.of(new SteeredName("late.geo.example", "main", AnswerMode.CNAME)));
        for (SteeredName name : first.topology().names()) {
            AnswerMode mode = name.mode() == AnswerMode.CNAME ? AnswerMode.ADDRESS : AnswerMode.CNAME;
            names.add(new SteeredName(name.name(), name.zonegroup(), mode));
        }
        return new Topology(
                first.topology().realm(),
                first.topology().period(),
                names,
                first.topology().namespaces());
    }

    /** Every bucket is there, wherever it lies. */
    private Topology nearest() {
        return new Topology(
                first.topology().realm(),
                first.topology().period(),
                first.topology().names(),
                List.of(new Namespace("s3.geo.example", AnswerMode.CNAME, Namespace.UnknownBucket.NEAREST)));
    }

    /** Asks both ways, and tells whether the short one had an answer. */
    private boolean asked(String name) {
        String text = random.nextInt(4) == 0 ? name.toUpperCase(Locale.ROOT) : name;
        text += random.nextBoolean() && !text.endsWith(".") ? "." : "";
        RecordType type = pick(TYPES);
        Transport transport = pick(TRANSPORTS);
        Client client = client();
        int zone = random.nextBoolean() ? 0 : random.nextInt(5);
        String told = "seed " + seed + ": " + text + " " + type + " " + transport + " " + client + " zone " + zone;
        Asked asked = new Asked(transport);
        List<ResourceRecord> records = new ArrayList<>();
        Optional<Reply> known = Optional.empty();
        if (asked.name(Span.of(text))) {
            asked.type(type);
            asked.zone(zone);
            asked.asker().client(client);
            known = world.responder.answerAtOnce(
                    asked,
                    (below, data, ttl, scope) -> records.add(new ResourceRecord("", ttl, scope, data.prefixed(below))));
        }
        Optional<Question> question =
                DnsNames.canonical(text).map(canonical -> new Question(canonical, type, client, transport));
        Optional<ServedZone> answering =
                question.flatMap(each -> zone > 0 ? world.responder.zone(zone) : world.responder.zoneOf(each));
        Reply expected =
                question.map(each -> world.responder.answer(each, answering)).orElse(Reply.NOT_OURS);
        if (known.isEmpty()) {
            assertEquals(List.of(), records, told);
            return false;
        }
        records.addAll(known.get().records());
        assertEquals(texts(expected.records()), texts(records), told);
        assertEquals(expected.kind(), known.get().kind(), told);
        assertTrue(question.isPresent(), told);
        assertEquals(answering.map(ServedZone::id).orElse(0), asked.zone(), told);
        return true;
    }

    /** The steered records, which are of the name that was asked for, come in another order. */
    private static List<String> texts(List<ResourceRecord> records) {
        return records.stream()
                .map(record -> (record.scope() > 0 ? "" : record.owner()) + " " + record.type() + " "
                        + record.data().text() + " " + record.ttlSeconds() + " " + record.scope() + " "
                        + record.authoritative())
                .sorted()
                .toList();
    }

    private Client client() {
        String network = pick(List.of("203.0.113.0/24", "198.51.100.0/25", "192.0.2.7/32", "8.0.0.0/7"));
        return switch (random.nextInt(4)) {
            case 0 ->
                Client.subnet(Prefix.parse("2001:db8:1:" + random.nextInt(10) + "::/64"), Client.NOBODY.address());
            case 1 -> Client.subnet(Prefix.parse("2002:cb00:7100::/40"), Client.NOBODY.address());
            case 2 -> Client.resolver(IpAddress.parse("127.0.0.1"));
            default -> Client.subnet(Prefix.parse(network), Client.NOBODY.address());
        };
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
