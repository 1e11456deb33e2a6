package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

class ResponderTest {
    private final World world = new World();

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
        world.set(world.snapshot().withMap(new World.FixedMap(8), "file"));
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
