package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;
import org.junit.jupiter.api.Test;

class PipeSessionTest {
    private final World world = new World();
    private final PipeContext context = world.pipe();
    private final PipeSession session = new PipeSession(context);

    @Test
    void abi5() {
        assertEquals("OK\tIsochrone test, ABI 5\n", say("HELO\t5"));
        assertEquals(
                "DATA\t24\t1\tWwW.geo.example\tIN\tA\t60\t-1\t192.0.2.1\nEND\n",
                say("Q\tWwW.geo.example\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24"));
        assertEquals(
                "DATA\t0\t1\tgeo.example\tIN\tSOA\t60\t-1\tns1.example.org john\\.doe.example.org 7 3600 600 1209600 60\nEND\n",
                say("Q\tgeo.example\tIN\tSOA\t-1\t0.0.0.0\t0.0.0.0\t0.0.0.0/0"));
        assertEquals("END\n", say("Q\twww.geo.example\tIN\tSOA\t-1\t0.0.0.0\t0.0.0.0\t0.0.0.0/0"));
        assertEquals("END\n", say("Q\twww.example.org\tIN\tANY\t-1\t127.0.0.1\t127.0.0.1\t127.0.0.1/32"));
        assertEquals("END\n", say("Q\twww.geo.example\tCH\tA\t-1\t127.0.0.1\t127.0.0.1\t127.0.0.1/32"));
    }

    @Test
    void anyGivesAllTypesOfTheName() {
        say("HELO\t5");
        assertEquals("""
                DATA\t24\t1\twww.geo.example\tIN\tA\t60\t-1\t192.0.2.1
                DATA\t24\t1\twww.geo.example\tIN\tAAAA\t60\t-1\t2001:db8:f::1
                END
                """, say("Q\twww.geo.example\tIN\tANY\t1\t127.0.0.1\t127.0.0.1\t203.0.113.77/32"));
    }

    @Test
    void zeroLengthSubnetMeansTheResolverAndInterfacesAreDropped() {
        say("HELO\t3");
        assertTrue(say("Q\twww.geo.example\tIN\tA\t-1\t198.51.100.7%eth0\t::1\t0.0.0.0/0")
                .contains("192.0.2.2\n"));
        assertTrue(say("Q\twww.geo.example\tIN\tA\t-1\t::ffff:198.51.100.7\t::1\t::ffff:203.0.113.0/120")
                .startsWith("DATA\t120\t1\twww.geo.example\tIN\tA\t60\t-1\t192.0.2.1\n"));
    }

    @Test
    void abi1And2HaveNoScopeSoNothingMayKeepTheAnswer() {
        say("HELO\t1");
        assertEquals(
                "DATA\twww.geo.example\tIN\tA\t0\t-1\t192.0.2.1\nEND\n",
                say("Q\twww.geo.example\tIN\tA\t-1\t203.0.113.5"));
        say("HELO\t2");
        assertEquals(
                "DATA\twww.geo.example\tIN\tA\t0\t-1\t192.0.2.1\nEND\n",
                say("Q\twww.geo.example\tIN\tA\t-1\t203.0.113.5\t127.0.0.1"));
        assertTrue(
                say("Q\tgeo.example\tIN\tNS\t-1\t203.0.113.5\t127.0.0.1").contains("\tNS\t3600\t-1\tns1.example.org"));
    }

    @Test
    void aNameWithoutRecordsIsNotDenied() {
        say("HELO\t5");
        assertEquals(
                "DATA\t0\t1\tb.c.geo.example\tIN\tTYPE65534\t0\t-1\t\\# 0\nEND\n",
                say("Q\tb.c.geo.example\tIN\tANY\t-1\t0.0.0.0\t0.0.0.0\t0.0.0.0/0"));
    }

    @Test
    void transfer() {
        say("HELO\t4");
        String zone = say("AXFR\t-1\tgeo.example");
        assertTrue(zone.startsWith("DATA\t0\t1\tgeo.example\tIN\tSOA\t"), zone);
        assertTrue(zone.contains("\tNS\t") && zone.contains("_map.geo.example\tIN\tTXT\t"), zone);
        assertEquals("FAIL\n", say("AXFR\t-1\texample.org"));
        say("HELO\t1");
        assertTrue(say("AXFR\t-1").contains("\tNS\t"));
    }

    @Test
    void commands() {
        say("HELO\t5");
        assertEquals("isochrone test\nEND\n", say("CMD\tversion"));
        assertTrue(say("CMD\treload").startsWith("reloaded\nmap 2.3.7 built"), say("CMD\treload"));
        assertTrue(say("CMD\tstatus").contains("map 2.3.7 built"));
        assertTrue(say("CMD\texplain www.geo.example 203.0.113.0/24").contains("answer: fra for 203.0.113.0/24"));
        assertTrue(say("CMD\texplain www.geo.example nonsense").contains("not an IPv4 or IPv6 address: 'nonsense'"));
        assertTrue(say("CMD\t\\x").contains("unknown command: '\\x'"));
    }

    @Test
    void garbageIsAnsweredWithPlaceValueAndWhatIsLegal() {
        assertEquals("FAIL\n", say("HELO\t9"));
        assertEquals("LOG\tIsochrone: the first line must be HELO and the ABI in [1..5]: 'Q?x'\nEND\n", say("Q\tx"));
        say("HELO\t5");
        assertEquals(
                "LOG\tIsochrone: Q must have 8 fields in ABI 5, not 3: 'Q www.geo.example IN'\nEND\n",
                say("Q\twww.geo.example\tIN"));
        assertEquals(
                "LOG\tIsochrone: Q: client subnet: length must be in [0..32]: '33'\nEND\n",
                say("Q\twww.geo.example\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/33"));
        assertEquals(
                "LOG\tIsochrone: Q: remote: not an IPv4 or IPv6 address: 'x'\nEND\n",
                say("Q\twww.geo.example\tIN\tA\t-1\tx\t127.0.0.1\t203.0.113.0/24"));
        assertEquals(
                "LOG\tIsochrone: field 2 (qname) must be a domain name: 'a..b'\nEND\n",
                say("Q\ta..b\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24"));
        assertEquals("LOG\tIsochrone: field 1 must be HELO, Q, AXFR or CMD: 'PING'\nEND\n", say("PING"));
        assertEquals(7, world.counters.malformedOf(Transport.PIPE));
    }

    @Test
    void escapesAreUnderstood() {
        say("HELO\t5");
        assertEquals(
                say("Q\tnope.geo.example\tIN\tANY\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24"),
                say("Q\tsp\\032x\\.y.geo.example\tIN\tANY\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24"));
        assertTrue(say("Q\tsp\\032x\\.y.wild.geo.example\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24")
                .startsWith("DATA\t24\t1\tsp\\032x\\.y.wild.geo.example\tIN\tA\t"));
        assertTrue(say("Q\t\\119ww.geo.example\tIN\tA\t-1\t127.0.0.1\t127.0.0.1\t203.0.113.0/24")
                .endsWith("192.0.2.1\nEND\n"));
    }

    @Test
    void whateverComesIsAnsweredWithOneTerminator() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts = List.of(
                "HELO",
                "Q",
                "AXFR",
                "CMD",
                "\t",
                "\t",
                "\t",
                "5",
                "1",
                "3",
                "IN",
                "ANY",
                "SOA",
                "A",
                "-1",
                "\\",
                "\\300",
                "127.0.0.1",
                "203.0.113.0/24",
                "::1/129",
                "0.0.0.0/0",
                "www.geo.example",
                "geo.example",
                ".",
                "..",
                "%",
                "explain",
                " ",
                "END",
                "\u00ff",
                "\u0000",
                "s3.geo.example",
                "*.",
                "-");
        for (int i = 0; i < 20_000; i++) {
            String line = random.nextInt(4) == 0
                    ? random.ints(random.nextInt(40), 0, 256)
                            .filter(c -> c != '\n')
                            .mapToObj(c -> Character.toString((char) c))
                            .collect(Collectors.joining())
                    : random.ints(random.nextInt(20), 0, parts.size())
                            .mapToObj(parts::get)
                            .collect(Collectors.joining());
            String answer = say(line);
            if (line.equals("HELO") || line.startsWith("HELO\t")) {
                assertEquals(1, answer.lines().count(), line);
                continue;
            }
            List<String> lines = answer.lines().toList();
            // a transfer that cannot be had is the only thing that fails
            Set<String> ends = line.startsWith("AXFR\t") ? Set.of("END", "FAIL") : Set.of("END");
            assertTrue(ends.contains(lines.getLast()), "seed " + seed + ": " + line);
            assertEquals(
                    1,
                    lines.stream()
                            .filter(text -> text.equals("END") || text.startsWith("FAIL"))
                            .count(),
                    "seed " + seed + ": " + line);
        }
    }

    @Test
    void whatWasAskedBeforeIsAnsweredTheSame() {
        for (int abi : new int[] {1, 5}) {
            for (String name : WrittenZone.NAMES) {
                for (String type : List.of("ANY", "A", "TXT", "MX", "SRV", "SOA", "NS", "DS")) {
                    String asked = "Q\t" + name.toUpperCase(Locale.ROOT) + "\tIN\t" + type + "\t-1\t203.0.113.9"
                            + (abi == 1 ? "" : "\t127.0.0.1\t198.51.100.0/24");
                    world.written(WrittenZone.TEXT);
                    say("HELO\t" + abi);
                    String first = say(asked);
                    assertTrue(first.endsWith("END\n"), first);
                    assertEquals(first, say(asked), asked);
                }
            }
        }
        assertEquals(0, world.counters.failedOf(Transport.PIPE));
    }

    private String say(String line) {
        Bytes out = new Bytes();
        session.answer(Span.of(line), out);
        return out.toString();
    }
}
