package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.dns.zone.ZoneReader;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.decision.Client;
import org.junit.jupiter.api.Test;

/** One served zone inside another: the one above delegates, the one below answers. */
class ParentAndChildTest {
    private static final String DS = "12345 13 2 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6";
    private static final String HEAD = "$TTL 60\n@ SOA ns.x. h.x. 1 2 3 4 5\n@ NS ns.x.\n@ NS ns.y.\n";

    private final World world = new World(World.config(Map.of("Zone", "geo.example, s3.geo.example")));
    private final ServedZone parent = world.responder.zones().get(0);
    private final ServedZone child = world.responder.zones().get(1);

    @Test
    void theParentDelegatesAsItsFileSays() {
        world.written(HEAD + "s3 NS ns.z.\ns3 DS " + DS + "\n");
        assertEquals("NS ns.z false, DS " + DS + " true", told(parent, "s3.geo.example", RecordType.ANY));
        assertEquals("DS " + DS + " true", told(parent, "s3.geo.example", RecordType.DS));
        assertEquals("NS ns1.example.org true, NS ns2.example.org true", told(child, "s3.geo.example", RecordType.NS));
        assertEquals("", told(child, "www.geo.example", RecordType.A));
        assertEquals(
                List.of("NS", "DS"),
                world.responder.transfer(parent).stream()
                        .filter(record -> record.owner().equals("s3.geo.example"))
                        .map(record -> record.type().name())
                        .toList());
        assertEquals(
                new ZoneNames.Neighbours("s3.geo.example", "*.wild.geo.example"),
                world.responder.neighbours(parent, "s3.geo.example").orElseThrow());
    }

    @Test
    void withoutAFileTheParentDelegatesToItsOwnServers() {
        assertEquals(
                "NS ns1.example.org false, NS ns2.example.org false", told(parent, "s3.geo.example", RecordType.ANY));
        assertEquals("NODATA", resolver("s3.geo.example", RecordType.DS));
    }

    @Test
    void aResolverGetsTheKeysFromTheParentAndAllElseFromTheChild() {
        world.written(HEAD + "s3 NS ns.z.\ns3 DS " + DS + "\n");
        assertEquals("DATA DS " + DS, resolver("s3.geo.example", RecordType.DS));
        assertEquals("DATA NS ns1.example.org, NS ns2.example.org", resolver("s3.geo.example", RecordType.NS));
        Question keys = question("s3.geo.example", RecordType.DS, Transport.UDP);
        assertEquals(parent, world.responder.zoneOf(keys).orElseThrow());
    }

    /** Over a pipe no zone is told, so both answers come together. */
    @Test
    void overAPipeTheKeysStandBesideWhatTheChildSays() {
        world.written(HEAD + "s3 NS ns.z.\ns3 DS " + DS + "\n");
        List<String> types =
                world.responder.answer(question("s3.geo.example", RecordType.ANY, Transport.PIPE)).records().stream()
                        .map(record -> record.type().name())
                        .distinct()
                        .toList();
        assertEquals(List.of("SOA", "NS", "A", "AAAA", "DS"), types);
    }

    @Test
    void whatIsWrittenForTheChildIsRefusedInTheParent() {
        Problems problems = new Problems();
        ZoneReader.Read read = ZoneReader.parse(
                HEAD + "s3 NS ns.s3\ns3 DS " + DS + "\nns.s3 A 192.0.2.1\n",
                "f",
                "geo.example",
                world.config.serversWithAddresses(),
                problems);
        ContentConflicts.check(read.zone(), read.places()::get, world.snapshot().topology(), world.config, problems);
        assertEquals(List.of(), problems.errors());
        read = ZoneReader.parse(HEAD + "x.s3 TXT y\ns3 MX 1 x.\n", "f", "geo.example", Set.of(), problems);
        ContentConflicts.check(read.zone(), read.places()::get, world.snapshot().topology(), world.config, problems);
        assertEquals(
                List.of(
                        "f:5: TXT record: x.s3.geo.example lies in the zone s3.geo.example, which is served here by itself",
                        "f:6: MX record: s3.geo.example lies in the zone s3.geo.example, which is served here by itself"),
                problems.errors());
    }

    private String told(ServedZone zone, String name, RecordType type) {
        return world.responder.answer(question(name, type, Transport.REMOTE), Optional.of(zone)).records().stream()
                .map(record -> record.type() + " " + record.data().text() + " " + record.authoritative())
                .collect(Collectors.joining(", "));
    }

    private String resolver(String name, RecordType type) {
        Reply reply = world.responder.answer(question(name, type, Transport.UDP));
        return reply.records().stream()
                .map(record -> record.type() + " " + record.data().text())
                .collect(Collectors.joining(", ", reply.kind() + " ", ""))
                .strip();
    }

    private static Question question(String name, RecordType type, Transport transport) {
        return new Question(name, type, Client.NOBODY, transport);
    }
}
