package org.isochrone.pdns.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsRecord;
import org.junit.jupiter.api.Test;

class ZoneReaderTest {
    private static final String HEAD = "$TTL 60\n@ SOA ns1.x. h.x. 1 2 3 4 5\n@ NS ns1.x.\n@ NS ns2.x.\n";

    @Test
    void aZoneOfManyTypesIsReadAsItWasMeant() {
        Problems problems = new Problems();
        List<DnsRecord> records = ZoneReader.parse(WrittenZone.TEXT, "f", "geo.example", Set.of(), problems)
                .zone()
                .records();
        assertEquals(List.of(), problems.errors());
        assertEquals(List.of(), problems.warnings());
        assertTrue(records.contains(new DnsRecord("types.geo.example", 600, "MX", "10 mail.geo.example.")));
        assertTrue(records.contains(new DnsRecord("a.ent.geo.example", 60, "A", "192.0.2.79")));
        assertTrue(records.contains(new DnsRecord("h3.geo.example", 600, "A", "192.0.2.3")));
        assertTrue(records.contains(new DnsRecord(
                "types.geo.example", 600, "TXT", "\"two; strings\" \"with \\\"quotes\\\", \\\\ and \\233\"")));
        records.forEach(RecordText::data);
    }

    @Test
    void aGenerateThatGoesWrongIsToldOnceAndStaysSmall() {
        Problems problems = new Problems();
        ZoneReader.parse(
                HEAD
                        + "$GENERATE 1-5 a$ CH A 192.0.2.$\n$GENERATE 1-5 a$ DNAME b\n$GENERATE 1-2 a${0,256,d} A 192.0.2.1\n"
                        + "$GENERATE 1-2 a A ${0,99999999999,x}\n",
                "f",
                "z.example",
                Set.of(),
                problems);
        assertEquals(4, problems.errors().size(), problems.errors().toString());
        assertTrue(problems.errors().get(0).startsWith("f:5: the class must be IN"));
        assertTrue(problems.errors().get(1).startsWith("f:6: the type must be"));
        assertEquals(
                "f:7: cannot be read: the width in $GENERATE must be in [0..255]: 256",
                problems.errors().get(2));
        assertEquals(
                "f:8: cannot be read: the width in $GENERATE must be in [0..255]: 99999999999",
                problems.errors().get(3));
    }

    @Test
    void everyMistakeIsToldWithItsLine() {
        String zone = HEAD + """
                a A 192.0.2.256
                b A ( 192.0.2.1
                  ) extra
                c CNAME d
                c TXT "beside"
                d FOO bar
                e CH A 192.0.2.1
                f RRSIG A 5 3 86400 20300101000000 20200101000000 2642 x. oJB1
                g.example.org. A 192.0.2.1
                sub NS ns.sub
                deep.sub TXT "no glue"
                h DS 1 13 2 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6
                *.w NS ns1.x.
                i SOA ns1.x. h.x. 1 2 3 4 5
                $INCLUDE other
                j NS c
                $TTL never
                k TXT "open
                k A 192.0.2.1
                l A 192.0.2.1 (
                """;
        Problems problems = new Problems();
        ZoneReader.parse(zone, "f", "z.example", Set.of(), problems);
        List<String> starts = List.of(
                "f:24: opens a parenthesis that is never closed",
                "f:5: cannot be read: ",
                "f:6: cannot be read: ",
                "f:10: cannot be read: ",
                "f:11: the class must be IN: CH",
                "f:12: the type must be one of A NS CNAME SOA ",
                "f:19: $INCLUDE is not followed",
                "f:21: cannot be read: ",
                "f:22: cannot be read: ",
                "f:13: the name must be z.example or below it: 'g.example.org'",
                "f:14: the name server lies inside the zone and has no A or AAAA record: 'ns.sub.z.example'",
                "f:15: below the delegation of sub.z.example there may only be A and AAAA records",
                "f:16: a DS record must stand beside the NS records of a delegation",
                "f:17: a wildcard must not have NS records",
                "f:18: an SOA record must have the zone's name, z.example: 'i.z.example'",
                "f:20: a name server must not be a CNAME (RFC 2181 section 10.3): 'c.z.example'",
                "f:8: a CNAME must be the only record of its name, and c.z.example has TXT at f:9");
        for (int i = 0; i < Math.min(starts.size(), problems.errors().size()); i++) {
            String told = problems.errors().get(i);
            assertTrue(told.startsWith(starts.get(i)), told + "\nshould start with " + starts.get(i));
        }
        assertEquals(starts.size(), problems.errors().size(), String.join("\n", problems.errors()));
    }

    @Test
    void aFileWithoutStartOrServersOrAFileThatIsNotThere() {
        Problems problems = new Problems();
        ZoneReader.parse("a 60 A 192.0.2.1\n", "f", "z.example", Set.of(), problems);
        assertEquals(
                List.of(
                        "f: must have an SOA record of z.example, the zone's name",
                        "f: must have NS records of z.example, at least one and better two"),
                problems.errors());
        Problems missing = new Problems();
        ZoneReader.read(Path.of("/nowhere/f"), "z.example", Set.of(), missing);
        assertEquals("/nowhere/f: there is no such file", missing.errors().getFirst());
    }

    @Test
    void whatIsOddIsMendedAndTold() {
        Problems problems = new Problems();
        List<DnsRecord> records = ZoneReader.parse(
                        HEAD + "a A 192.0.2.1\na 90 A 192.0.2.2\na A 192.0.2.1\n", "f", "z.example", Set.of(), problems)
                .zone()
                .records();
        assertEquals(List.of(), problems.errors());
        assertEquals(
                List.of(
                        "f:6: the TTL must be that of the first A record of the name, which is taken: 90 instead of 60",
                        "f:7: says again what stands at f:5, and is left out"),
                problems.warnings());
        assertEquals(5, records.size());
        assertEquals(60, records.getLast().ttlSeconds());
    }

    @Test
    void withoutATtlDirectiveTheRecordBeforeCounts() {
        Problems problems = new Problems();
        List<DnsRecord> records = ZoneReader.parse(
                        "@ 60 SOA ns1.x. h.x. 1 2 3 4 5\n@ NS n.x.\na 90 A 192.0.2.1\nb A 192.0.2.2\n",
                        "f",
                        "z.example",
                        Set.of(),
                        problems)
                .zone()
                .records();
        assertEquals(List.of(), problems.errors());
        assertEquals(
                List.of(60, 60, 90, 90),
                records.stream().map(DnsRecord::ttlSeconds).toList());
    }

    @Test
    void noTextIsTooStrange() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab@.\\\"();$ \t\n0123456789*-_\u00e9TXTNSA";
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? HEAD : WrittenZone.TEXT);
            for (int change = random.nextInt(60); change > 0; change--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, c);
                    case 1 -> text.setCharAt(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            Problems problems = new Problems();
            try {
                List<DnsRecord> records = ZoneReader.parse(text.toString(), "f", "z.example", Set.of(), problems)
                        .zone()
                        .records();
                records.forEach(RecordText::data);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ":\n" + text, e);
            }
        }
    }
}
