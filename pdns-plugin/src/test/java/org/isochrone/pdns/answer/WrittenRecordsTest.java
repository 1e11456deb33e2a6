package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.dns.zone.ZoneReader;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;

/** Records that people wrote, and how they stand beside names that are steered. */
class WrittenRecordsTest {
    /** The zone of RFC 4592 section 2.2.1, with the names changed only at the end. */
    private static final String RFC_4592 = """
            $TTL 3600
            @              SOA ns.example.com. h.example.com. 1 2 3 4 5
            @              NS  ns.example.com.
            @              NS  ns.example.net.
            *              TXT "this is a wildcard"
            *              MX  10 host1
            sub.*          TXT "this is not a wildcard"
            host1          A   192.0.2.1
            _ssh._tcp.host1 SRV 0 0 22 host1
            _ssh._tcp.host2 SRV 0 0 22 host1
            subdel         NS  ns.example.com.
            subdel         NS  ns.example.net.
            """;

    private final World world = new World().written(WrittenZone.TEXT);

    @Test
    void wildcardsAreThoseOfRfc4592() {
        World rfc = new World().written(RFC_4592);
        // synthesized
        assertEquals("DATA MX 10 host1.geo.example.", ask(rfc, "host3.geo.example", RecordType.MX));
        assertEquals("NODATA", ask(rfc, "host3.geo.example", RecordType.A));
        assertEquals("DATA TXT \"this is a wildcard\"", ask(rfc, "foo.bar.geo.example", RecordType.TXT));
        // not synthesized, because the name or one nearer to it exists
        assertEquals("NODATA", ask(rfc, "host1.geo.example", RecordType.MX));
        assertEquals("NODATA", ask(rfc, "sub.*.geo.example", RecordType.MX));
        assertEquals("NXDOMAIN", ask(rfc, "_telnet._tcp.host1.geo.example", RecordType.SRV));
        assertEquals("REFERRAL NS ns.example.com NS ns.example.net", ask(rfc, "host.subdel.geo.example", RecordType.A));
        assertEquals("NXDOMAIN", ask(rfc, "ghost.*.geo.example", RecordType.MX));
        // and none below what exists because of a steered name
        assertEquals("NXDOMAIN", ask(rfc, "foo.www.geo.example", RecordType.TXT));
        assertEquals("NXDOMAIN", ask(rfc, "foo.s3.geo.example", RecordType.TXT));
        assertEquals("NODATA", ask(rfc, "b.c.geo.example", RecordType.TXT));
    }

    @Test
    void aSteeredWildcardGivesWayToWhatIsNearer() {
        World near = new World().written("""
                $TTL 60
                @ SOA ns.x. h.x. 1 2 3 4 5
                @ NS ns.x.
                here.wild TXT "written"
                *.here.wild TXT "near"
                *.a.b.c TXT "below a steered name"
                """);
        assertTrue(ask(near, "x.wild.geo.example", RecordType.A).startsWith("DATA A "));
        assertEquals("NODATA", ask(near, "here.wild.geo.example", RecordType.A));
        assertEquals("DATA TXT \"near\"", ask(near, "x.here.wild.geo.example", RecordType.TXT));
        assertEquals("NODATA", ask(near, "x.here.wild.geo.example", RecordType.A));
        assertEquals("DATA TXT \"below a steered name\"", ask(near, "x.a.b.c.geo.example", RecordType.TXT));
    }

    @Test
    void steeredAddressesAndWrittenTextsStandSideBySide() {
        assertTrue(ask(world, "www.geo.example", RecordType.A).startsWith("DATA A 192.0.2."));
        assertEquals("DATA TXT \"steered, and yet with a text\"", ask(world, "www.geo.example", RecordType.TXT));
        assertEquals("NODATA", ask(world, "www.geo.example", RecordType.MX));
        assertEquals("DATA MX 10 mail.geo.example.", ask(world, "geo.example", RecordType.MX));
        assertEquals("DATA NS ns1.geo.example NS ns2.example.org", ask(world, "geo.example", RecordType.NS));
        assertEquals(
                "DATA SOA ns1.geo.example john\\.doe.example.org 2026010107 3600 600 1209600 120",
                ask(world, "geo.example", RecordType.SOA));
    }

    @Test
    void delegationsReferResolversAndTellPowerDnsWhatIsThere() {
        String referral = "REFERRAL A 192.0.2.80 AAAA 2001:db8:2::80 NS ns.sub.geo.example NS ns2.example.org";
        assertEquals(referral, ask(world, "sub.geo.example", RecordType.A));
        assertEquals(referral, ask(world, "www.deep.sub.geo.example", RecordType.TXT));
        assertEquals(referral, ask(world, "ns.sub.geo.example", RecordType.A));
        assertTrue(ask(world, "sub.geo.example", RecordType.DS).startsWith("DATA DS 12345 13 2 0C72"));
        assertEquals("NODATA", ask(world, "self.geo.example", RecordType.DS));
        Reply literal = reply(world, "sub.geo.example", RecordType.ANY, Transport.REMOTE);
        assertEquals(
                List.of("NS false", "NS false", "DS true"),
                literal.records().stream()
                        .map(record -> record.type() + " " + record.authoritative())
                        .toList());
        Reply glue = reply(world, "ns.sub.geo.example", RecordType.ANY, Transport.PIPE);
        assertEquals(2, glue.records().size());
        assertTrue(glue.records().stream().noneMatch(ResourceRecord::authoritative));
    }

    @Test
    void theNamesOfAZoneStandInCanonicalOrder() {
        ServedZone zone = world.responder.zones().getFirst();
        List<String> chain = new ArrayList<>();
        String name = "geo.example";
        do {
            chain.add(name);
            ZoneNames.Neighbours next = world.responder.neighbours(zone, name).orElseThrow();
            assertEquals(name, next.before());
            name = next.after();
        } while (!name.equals("geo.example") && chain.size() < 100);
        assertEquals(
                List.of(
                        "",
                        "_map",
                        "alias",
                        "a.b.c",
                        "cdn",
                        "a.ent",
                        "far",
                        "h1",
                        "h2",
                        "h3",
                        "mail",
                        "ns1",
                        "s3",
                        "photos.s3",
                        "logs.photos.s3",
                        "self",
                        "sub",
                        "types",
                        "*.wild",
                        "*.wild2",
                        "host.wild2",
                        "www"),
                chain.stream()
                        .map(each -> each.equals("geo.example") ? "" : each.replace(".geo.example", ""))
                        .toList());
        assertEquals(neighbours("cdn", "a.ent"), world.responder.neighbours(zone, "ent.geo.example"));
        assertEquals(neighbours("h3", "mail"), world.responder.neighbours(zone, "i.geo.example"));
        assertEquals(neighbours("x.wild", "*.wild2"), world.responder.neighbours(zone, "x.wild.geo.example"));
        assertEquals(neighbours("sub", "types"), world.responder.neighbours(zone, "ns.sub.geo.example"));
    }

    /** What takes long with many names is done where they change, and no question waits for it. */
    @Test
    void noQuestionWorksOutTheNamesOfAZone() {
        World signed = new World(
                World.config(Map.of("Zone", "geo.example", "Keys", "/keys", "Denial", "nsec", "SocketMode", "0600")));
        ServedZone zone = signed.responder.zones().getFirst();
        signed.responder.prepare();
        assertEquals(neighbours("cdn", "s3"), signed.responder.neighbours(zone, "m.geo.example"));
        signed.written(WrittenZone.TEXT);
        assertEquals(neighbours("cdn", "s3"), signed.responder.neighbours(zone, "m.geo.example"));
        signed.responder.prepare();
        assertEquals(neighbours("h3", "mail"), signed.responder.neighbours(zone, "m.geo.example"));
    }

    @Test
    void aTransferHoldsWhatAClientGetsOfWhomNothingIsKnown() {
        List<ResourceRecord> all =
                world.responder.transfer(world.responder.zones().getFirst());
        assertEquals(RecordType.SOA, all.getFirst().type());
        String records = all.stream()
                .map(record -> record.owner() + " " + record.type() + " "
                        + record.data().text())
                .collect(Collectors.joining("\n"));
        Reply unknown =
                world.responder.answer(new Question("www.geo.example", RecordType.A, Client.NOBODY, Transport.REMOTE));
        assertTrue(
                records.contains("www.geo.example A "
                        + unknown.records().getFirst().data().text() + "\n"),
                records);
        assertTrue(records.contains("logs.photos.s3.geo.example CNAME logs.photos."), records);
        assertTrue(records.contains("*.wild.geo.example A "), records);
        assertTrue(records.contains("ns.sub.geo.example AAAA 2001:db8:2::80"), records);
        assertEquals(
                0,
                world.counters.bases().stream()
                                .mapToLong(AnswerCounters.BasisCount::count)
                                .sum()
                        - 1);
    }

    @Test
    void conflictsWithTheTopologyAreToldWithTheirPlace() {
        Problems problems = new Problems();
        ZoneReader.Read read = ZoneReader.parse("""
                $TTL 60
                @ SOA ns.x. h.x. 1 2 3 4 5
                @ NS ns.x.
                @ NS ns.y.
                www A 192.0.2.1
                www TXT "may stand beside"
                cdn TXT "may not"
                bucket.s3 A 192.0.2.1
                s3 MX 10 mail.x.
                c NS ns.x.
                _map A 192.0.2.1
                _map TXT "of no type at all"
                """, "f", "geo.example", world.config.serversWithAddresses(), problems);
        assertEquals(List.of(), problems.errors());
        ContentConflicts.check(read.zone(), read.places()::get, world.snapshot().topology(), world.config, problems);
        assertEquals(
                List.of(
                        "f:5: A record: www.geo.example is steered, and gets its addresses from the zones of its zonegroup",
                        "f:7: TXT record: cdn.geo.example is steered by CNAME, beside which there is no other record",
                        "f:8: A record: bucket.s3.geo.example lies in the namespace s3.geo.example, whose names are buckets",
                        "f:10: NS record: c.geo.example is delegated away, and with it the steered name a.b.c.geo.example",
                        "f:11: A record: _map.geo.example is the name that tells the map in effect, and has no other records",
                        "f:12: TXT record: _map.geo.example is the name that tells the map in effect, and has no other"
                                + " records"),
                problems.errors());
    }

    @Test
    void nothingSteeredIsDelegatedAway() {
        Topology topology = World.topology("example.net"); // the zones are called fra.example.net and so on
        DnsConfig config = World.config(Map.of("Zone", "net", "NS1", "ns1.example.net 192.0.2.53"));
        String head = "$TTL 60\n@ SOA ns.x. h.x. 1 2 3 4 5\n@ NS ns.x.\n@ NS ns.y.\n";
        String start = "f:5: NS record: example.net is delegated away, and with it ";
        assertEquals(
                Stream.of(
                                "the name of zone fra: fra.example.net",
                                "the name of zone nyc: nyc.example.net",
                                "the name of zone sgp: sgp.example.net",
                                "the name server of [DNS] ns1.example.net",
                                "the namespace s3.example.net",
                                "the steered name *.wild.example.net",
                                "the steered name a.b.c.example.net",
                                "the steered name cdn.example.net",
                                "the steered name www.example.net")
                        .map(start::concat)
                        .toList(),
                conflicts(topology, config, "net", head + "example NS ns.x.\n"));
        assertEquals(
                List.of("f:5: A record: photos.fra.example.net lies below the name of zone fra, whose addresses the"
                        + " topology gives"),
                conflicts(
                        topology,
                        config,
                        "net",
                        head + "photos.fra.example A 192.0.2.1\nphotos.fra.example TXT \"may stand there\"\n"));
    }

    @Test
    void aNameServerInsideTheZoneHasItsAddressesFromTheConfigurationOrTheSameFromTheFile() {
        DnsConfig config = World.config(
                Map.of("Zone", "geo.example", "NS1", "ns1.geo.example 192.0.2.53 2001:db8::53", "NS2", "ns2.x"));
        String head = "$TTL 60\n@ SOA ns1 h.x. 1 2 3 4 5\n@ NS ns1\n@ NS ns2.x.\n";
        Topology topology = World.topology("geo.example");
        assertEquals(List.of(), conflicts(topology, config, "geo.example", head));
        assertEquals(List.of(), conflicts(topology, config, "geo.example", head + "ns1 A 192.0.2.53\n"));
        assertEquals(
                List.of("f:5: A record: ns1.geo.example is a name server whose addresses stand in [DNS]:"
                        + " 192.0.2.53 2001:db8::53"),
                conflicts(topology, config, "geo.example", head + "ns1 A 192.0.2.54\n"));
        World world = new World(config).written(head + "ns1 A 192.0.2.53\n");
        assertEquals("DATA A 192.0.2.53", ask(world, "ns1.geo.example", RecordType.A));
        assertEquals("DATA AAAA 2001:db8::53", ask(world, "ns1.geo.example", RecordType.AAAA));
    }

    private static List<String> conflicts(Topology topology, DnsConfig config, String apex, String file) {
        Problems problems = new Problems();
        ZoneReader.Read read = ZoneReader.parse(file, "f", apex, config.serversWithAddresses(), problems);
        ContentConflicts.check(read.zone(), read.places()::get, topology, config, problems);
        return problems.errors();
    }

    private static Optional<ZoneNames.Neighbours> neighbours(String before, String after) {
        return Optional.of(new ZoneNames.Neighbours(before + ".geo.example", after + ".geo.example"));
    }

    private static Reply reply(World world, String name, RecordType type, Transport transport) {
        return world.responder.answer(new Question(name, type, Client.NOBODY, transport));
    }

    private static String ask(World world, String name, RecordType type) {
        Reply reply = reply(world, name, type, Transport.UDP);
        return reply.records().stream()
                .map(record -> " " + record.type() + " " + record.data().text())
                .sorted()
                .collect(Collectors.joining("", reply.kind().toString(), ""));
    }
}
