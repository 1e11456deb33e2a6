package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ToldBuckets;
import org.junit.jupiter.api.Test;

class ResponderTest {
    private final World world = new World();

    @Test
    void answersLiveShortlyWhileAZoneFailsOverAndAsTheMapGrowsOld() {
        assertEquals(60, ttl());
        world.down("sgp");
        assertEquals(15, ttl());
        world.down("fra", "nyc", "sgp");
        assertEquals(15, ttl());
        world.down();
        assertEquals(60, ttl());
        world.mapAge(Duration.ofMinutes(59).plusSeconds(20));
        assertEquals(40, ttl());
        world.mapAge(Duration.ofMinutes(59).plusSeconds(50));
        assertEquals(15, ttl());
        world.mapAge(Duration.ofDays(1));
        assertEquals(15, ttl());
    }

    private int ttl() {
        return world.responder
                .answer(new Question("www.geo.example", RecordType.A, Client.NOBODY, Transport.PIPE))
                .records()
                .getFirst()
                .ttlSeconds();
    }

    /** With it goes its map, which may be large. */
    @Test
    void noSnapshotOutlivesTheNextBecauseOfAZoneTransfer() {
        world.responder.transfer(world.responder.zones().getFirst());
        WeakReference<Snapshot> old = new WeakReference<>(world.snapshot());
        world.down("nyc");
        assertEquals(15, ttl());
        Await.until(Duration.ofSeconds(30), () -> {
            System.gc();
            return old.refersTo(null);
        });
    }

    /**
     * Whose IPv6 address stands for an IPv4 address gets what that one gets, with the scope in the bits that he sent.
     */
    @Test
    void addressesInsideAddresses() {
        assertEquals("192.0.2.1/24", from("203.0.113.0/24"));
        assertEquals("192.0.2.1/40", from("2002:cb00:7100::/40"));
        assertEquals("192.0.2.1/40", from("2002:cb00:7107:1:2::/128"));
        assertEquals("192.0.2.1/120", from("64:ff9b::cb00:7107/128"));
        assertEquals("192.0.2.1/120", from("::ffff:203.0.113.0/120"));
        assertEquals("192.0.2.1/24", from("::/0", "203.0.113.9"));
        assertEquals("192.0.2.1/40", from("::/0", "2002:cb00:7107::1"));
        // what is nobody's own answer never holds for them
        for (String own : List.of("2001:db9::/32", "2002::/16", "::/1", "64:ff9b::/96", "64:ff9c::/32", "2000::/3")) {
            String answer = from(own);
            int scope = Integer.parseInt(answer.substring(answer.indexOf('/') + 1));
            Prefix around = Prefix.parse(own).network().prefix(scope);
            for (String embedding : List.of("2002::/16", "64:ff9b::/96")) {
                Prefix theirs = Prefix.parse(embedding);
                assertFalse(around.contains(theirs.network()) && scope <= theirs.length(), own + " " + around);
            }
        }
    }

    private String from(String subnet) {
        return from(subnet, "192.0.2.200");
    }

    private String from(String subnet, String resolver) {
        Client client = ClientText.parse(resolver, subnet);
        ResourceRecord first = world.responder
                .answer(new Question("www.geo.example", RecordType.A, client, Transport.PIPE))
                .records()
                .getFirst();
        return first.data().text() + "/" + first.scope();
    }

    @Test
    void eachClientGetsItsFastestZone() {
        assertEquals("DATA A 192.0.2.1", ask("www.geo.example", RecordType.A, "203.0.113.0/24"));
        assertEquals("DATA A 192.0.2.2 A 192.0.2.22", ask("www.geo.example", RecordType.A, "198.51.100.0/24"));
        assertEquals("DATA A 192.0.2.3", ask("www.geo.example", RecordType.A, "192.0.2.77/32"));
        assertEquals("DATA AAAA 2001:db8:f::2", ask("www.geo.example", RecordType.AAAA, "2001:db8:1::/56"));
        assertEquals("DATA CNAME fra.example.net", ask("cdn.geo.example", RecordType.A, "203.0.113.9/32"));
    }

    @Test
    void aZoneWithoutAnAddressOfTheFamilyIsNeverAskedForIt() {
        // sgp is fastest for this client and has no IPv6 address; the next fastest has
        assertEquals("DATA AAAA 2001:db8:f::1", ask("www.geo.example", RecordType.AAAA, "192.0.2.0/24"));
    }

    @Test
    void steeredAnswersAlwaysHaveAScopeAndStaticOnesNever() {
        Random random = new Random(4711);
        for (int i = 0; i < 2000; i++) {
            IpAddress address = new IpAddress(IpFamily.IPV4, ((long) random.nextInt()) << 32, 0);
            Reply reply = reply("www.geo.example", RecordType.ANY, Client.resolver(address));
            assertTrue(reply.scope() >= 1 && reply.scope() <= 32, address + " " + reply);
        }
        assertEquals(0, reply("geo.example", RecordType.ANY, Client.NOBODY).scope());
        assertEquals(0, reply("_map.geo.example", RecordType.TXT, Client.NOBODY).scope());
    }

    @Test
    void existenceAndTypesNeverDependOnTheClient() {
        Random random = new Random(4712);
        List<String> names =
                List.of("www", "cdn", "b.c", "x.wild", "photos.s3", "photos", "none.s3", "s3", "wild", "nope");
        for (String name : names) {
            String expected = types(name + ".geo.example", Client.NOBODY);
            for (int i = 0; i < 200; i++) {
                IpAddress address = random.nextBoolean()
                        ? new IpAddress(IpFamily.IPV4, ((long) random.nextInt()) << 32, 0)
                        : new IpAddress(IpFamily.IPV6, random.nextLong(), random.nextLong());
                assertEquals(expected, types(name + ".geo.example", Client.resolver(address)), name + " " + address);
            }
        }
    }

    @Test
    void theApexHasItsRecords() {
        assertEquals(
                "DATA SOA ns1.example.org john\\.doe.example.org 7 3600 600 1209600 60",
                ask("geo.example", RecordType.SOA, "0.0.0.0/0"));
        assertEquals("DATA NS ns1.example.org NS ns2.example.org", ask("geo.example", RecordType.NS, "0.0.0.0/0"));
        assertEquals(
                "DATA TXT \"1750000007\" \"serial=7\" \"period=" + World.PERIOD + "\" \"epoch=3\" \"realm_epoch=2\"",
                ask("_map.geo.example", RecordType.TXT, "0.0.0.0/0"));
        assertEquals("NODATA", ask("geo.example", RecordType.A, "203.0.113.0/24"));
    }

    @Test
    void serialGrowsWithTheMap() {
        world.set(Snapshot.of(World.topology("geo.example"), world.snapshot().buckets()));
        assertTrue(ask("geo.example", RecordType.SOA, "").contains(" 1 3600 "));
        world.set(world.snapshot().withMap(World.map(8), "file"));
        assertTrue(ask("geo.example", RecordType.SOA, "").contains(" 8 3600 "));
    }

    @Test
    void absenceIsToldApart() {
        assertEquals("NXDOMAIN", ask("nope.geo.example", RecordType.A, "203.0.113.0/24"));
        assertEquals("NODATA", ask("www.geo.example", RecordType.TXT, "203.0.113.0/24"));
        assertEquals("NODATA", ask("www.geo.example", RecordType.SOA, "203.0.113.0/24"));
        assertEquals("NODATA", ask("b.c.geo.example", RecordType.A, "203.0.113.0/24"));
        assertEquals("NOT_OURS", ask("www.example.org", RecordType.A, "203.0.113.0/24"));
        assertEquals("NOT_OURS", ask("xgeo.example", RecordType.A, "203.0.113.0/24"));
        // one label "www.geo", not two
        assertEquals("NOT_OURS", ask("www\\046geo.example", RecordType.A, "203.0.113.0/24"));
    }

    @Test
    void bucketsAndWildcards() {
        assertEquals(
                "DATA CNAME photos.nyc.example.net", ask("photos.s3.geo.example", RecordType.A, "198.51.100.1/32"));
        assertEquals("NXDOMAIN", ask("unknown.s3.geo.example", RecordType.A, "198.51.100.1/32"));
        assertEquals("DATA A 192.0.2.1", ask("x.y.wild.geo.example", RecordType.A, "203.0.113.1/32"));
    }

    @Test
    void whatMayBeKnownBetterSoonIsNotKeptForLong() {
        assertEquals(60, ttl("photos.s3.geo.example", RecordType.CNAME));
        assertTrue(ask("geo.example", RecordType.SOA, "").endsWith(" 60"));
        BucketPlace nobodyToldYet = new BucketPlace(BucketPlace.State.UNKNOWN, "", false, () -> "");
        world.set(Snapshot.of(
                world.snapshot().topology(),
                new Buckets(Map.of("photos", "main"), new ToldBuckets(bucket -> nobodyToldYet))));
        assertEquals(60, ttl("photos.s3.geo.example", RecordType.CNAME));
        assertEquals(10, ttl("new.s3.geo.example", RecordType.CNAME));
        assertEquals(60, ttl("geo.example", RecordType.SOA));
        assertTrue(ask("geo.example", RecordType.SOA, "").endsWith(" 2"), "RFC 2308: how long an absence is kept");
        world.written(WrittenZone.TEXT);
        String soa = ask("geo.example", RecordType.SOA, "");
        assertTrue(soa.startsWith("DATA SOA ns1.geo.example ") && soa.endsWith(" 2"), "whoever wrote it: " + soa);
    }

    private int ttl(String name, RecordType type) {
        return reply(name, type, Client.NOBODY).records().getFirst().ttlSeconds();
    }

    @Test
    void healthChangesTheAnswerAndAllDownAnswersAll() {
        world.down("fra");
        assertEquals("DATA A 192.0.2.2 A 192.0.2.22", ask("www.geo.example", RecordType.A, "203.0.113.0/24"));
        world.down("fra", "nyc", "sgp");
        assertEquals(
                "DATA A 192.0.2.1 A 192.0.2.2 A 192.0.2.22 A 192.0.2.3",
                ask("www.geo.example", RecordType.A, "203.0.113.0/24"));
        assertEquals("DATA CNAME fra.example.net", ask("cdn.geo.example", RecordType.A, "192.0.2.0/24"));
        assertEquals(2, world.counters.allDown());
    }

    @Test
    void withoutASnapshotSomebodyElseMustAnswer() {
        world.forget();
        assertEquals("NOT_OURS", ask("geo.example", RecordType.SOA, "0.0.0.0/0"));
        assertEquals("NOT_OURS", ask("www.geo.example", RecordType.A, "203.0.113.0/24"));
    }

    @Test
    void aBackendIsNeverGivenACnameForADelegation() {
        Client client = ClientText.parse("203.0.113.1", "");
        assertEquals(
                Reply.NODATA,
                world.responder.answer(new Question("cdn.geo.example", RecordType.NS, client, Transport.PIPE)));
        assertEquals(
                Reply.Kind.DATA,
                world.responder
                        .answer(new Question("cdn.geo.example", RecordType.NS, client, Transport.UDP))
                        .kind());
    }

    @Test
    void aZonesOwnNameInsideIsAnsweredAndNeverSteered() {
        World inside = new World("example.net"); // the zones are called fra.example.net and so on
        assertEquals("DATA A 192.0.2.1", ask(inside, "fra.example.net", RecordType.A, "198.51.100.0/24"));
        assertEquals("DATA A 192.0.2.1", ask(inside, "photos.fra.example.net", RecordType.A, "198.51.100.0/24"));
    }

    @Test
    void whoIsSteeredIsCounted() {
        for (int i = 0; i < 3; i++) {
            ask("www.geo.example", RecordType.A, "203.0.113." + i + "/32");
        }
        ask("www.geo.example", RecordType.AAAA, "2001:db8:1:2::/64");
        reply("www.geo.example", RecordType.A, Client.NOBODY);
        ask("nope.geo.example", RecordType.A, "198.51.100.1/32");
        ask("www.geo.example", RecordType.A, "198.51.0.0/16");
        assertEquals(
                List.of(
                        new ClientCount(Prefix.parse("203.0.113.0/24"), 3),
                        new ClientCount(Prefix.parse("2001:db8:1::/48"), 1)),
                world.clients.drain().stream()
                        .sorted((a, b) -> a.prefix().compareTo(b.prefix()))
                        .toList());
        assertEquals(List.of(), world.clients.drain());
    }

    private String types(String name, Client client) {
        Reply reply = reply(name, RecordType.ANY, client);
        return reply.kind() + " "
                + reply.records().stream()
                        .map(record -> record.type().name())
                        .distinct()
                        .sorted()
                        .toList();
    }

    private String ask(String name, RecordType type, String subnet) {
        return ask(world, name, type, subnet);
    }

    private static String ask(World world, String name, RecordType type, String subnet) {
        Client client = ClientText.parse("0.0.0.0", subnet);
        Reply reply = world.responder.answer(new Question(name, type, client, Transport.PIPE));
        return reply.records().stream()
                .map(record -> " " + record.type() + " " + record.data().text())
                .collect(Collectors.joining("", reply.kind().name(), ""));
    }

    private Reply reply(String name, RecordType type, Client client) {
        return world.responder.answer(new Question(name, type, client, Transport.PIPE));
    }
}
