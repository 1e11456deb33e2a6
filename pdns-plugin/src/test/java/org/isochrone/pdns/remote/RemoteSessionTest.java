package org.isochrone.pdns.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.ToldBuckets;
import org.junit.jupiter.api.Test;

class RemoteSessionTest {
    private static final String NO = "{\"result\":false}\n";

    private final World world = new World();
    private final RemoteSession session =
            new RemoteSession(new RemoteContext(world.responder, world.counters), Transport.REMOTE);

    @Test
    void lookup() {
        assertEquals(
                "{\"result\":[{\"qtype\":\"A\",\"qname\":\"wWw.geo.example.\",\"content\":\"192.0.2.1\",\"ttl\":60,"
                        + "\"scopeMask\":24}]}\n",
                lookup("wWw.geo.example.", "A", "203.0.113.0/24"));
        assertTrue(lookup("geo.example.", "SOA", "0.0.0.0/0").contains("john\\\\.doe.example.org 7 "));
        assertTrue(lookup("_map.geo.example.", "ANY", "0.0.0.0/0").contains("\"content\":\"\\\"1750000007\\\" "));
        assertTrue(lookup("b.c.geo.example.", "ANY", "0.0.0.0/0").contains("\"qtype\":\"ENT\""));
        assertEquals(NO, lookup("b.c.geo.example.", "SOA", "0.0.0.0/0"));
        assertEquals(NO, lookup("nope.geo.example.", "ANY", "203.0.113.0/24"));
        assertEquals(NO, lookup("www.example.org.", "ANY", "203.0.113.0/24"));
    }

    @Test
    void zones() {
        assertEquals("{\"result\":true}\n", say("{\"method\":\"initialize\",\"parameters\":{\"path\":\"/x\"}}"));
        String zone = "{\"id\":1,\"zone\":\"geo.example.\",\"kind\":\"native\",\"serial\":7,\"notified_serial\":7,"
                + "\"last_check\":0,\"masters\":[]}";
        assertEquals(
                "{\"result\":[" + zone + "]}\n",
                say("{\"method\":\"getAllDomains\",\"parameters\":{\"include_disabled\":true}}"));
        assertEquals(
                "{\"result\":" + zone + "}\n",
                say("{\"method\":\"getDomainInfo\",\"parameters\":{\"name\":\"Geo.Example.\"}}"));
        assertEquals(NO, say("{\"method\":\"getDomainInfo\",\"parameters\":{\"name\":\"example.org.\"}}"));
        assertTrue(say("{\"method\":\"list\",\"parameters\":{\"zonename\":\"geo.example.\",\"domain_id\":1}}")
                .contains("\"qtype\":\"NS\",\"qname\":\"geo.example\""));
        assertEquals(
                "{\"result\":{}}\n", say("{\"method\":\"getAllDomainMetadata\",\"parameters\":{\"name\":\"x.\"}}"));
        assertEquals(
                "{\"result\":[]}\n",
                say("{\"method\":\"getDomainMetadata\",\"parameters\":{\"name\":\"x.\",\"kind\":\"NSEC3PARAM\"}}"));
        assertEquals(NO, say("{\"method\":\"getDomainKeys\",\"parameters\":{\"name\":\"x.\"}}"));
        assertEquals(NO, say("{\"method\":\"startTransaction\"}"));
    }

    @Test
    void garbageIsRefusedPolitely() {
        for (String line : List.of("", "x", "[]", "{}", "{\"method\":7}", "{\"method\":\"lookup\"}", "{\"method\":")) {
            assertEquals(NO, say(line), line);
        }
        assertEquals(NO, lookup("a..b.", "ANY", "203.0.113.0/24"));
        assertEquals(NO, lookup("www.geo.example.", "ANY", "203.0.113.0/99"));
        assertEquals(9, world.counters.malformedOf(Transport.REMOTE));
    }

    @Test
    void whateverComesIsAnsweredWithOneObjectOnOneLine() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts = List.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"method\"",
                "\"lookup\"",
                "\"parameters\"",
                "\"qname\"",
                "\"qtype\"",
                "\"ANY\"",
                "\"www.geo.example.\"",
                "\"real-remote\"",
                "\"203.0.113.0/24\"",
                "1",
                "null",
                "true",
                "\"",
                "\\u0000",
                "\"zone-id\"",
                "1e99999");
        String request = request("www.geo.example.", "ANY", "203.0.113.0/24");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder(request);
            if (random.nextBoolean()) {
                for (int edits = random.nextInt(4); edits >= 0; edits--) {
                    int at = random.nextInt(line.length());
                    line.replace(
                            at,
                            Math.min(line.length(), at + random.nextInt(6)),
                            parts.get(random.nextInt(parts.size())));
                }
            } else {
                line.setLength(0);
                line.append(random.ints(random.nextInt(20), 0, parts.size())
                        .mapToObj(parts::get)
                        .collect(Collectors.joining()));
            }
            String answer = say(line.toString());
            assertTrue(answer.indexOf('\n') == answer.length() - 1, "seed " + seed + ": " + line);
            assertInstanceOf(Json.Obj.class, JsonReader.parse(answer), "seed " + seed + ": " + line);
        }
    }

    @Test
    void handsOverQuestionsOnlyAndOfPowerDnsWithARecordThatItCannotRead() {
        Bytes out = new Bytes();
        Span question = Span.of(request("wWw.geo.example.", "A", "203.0.113.0/24"));
        String greeting = "{\"method\":\"initialize\",\"parameters\":{\"path\":\"/x\"}}";
        assertTrue(session.retriedWhenClosed(question), "the relay, which greets nobody, asks again by itself");
        assertFalse(session.retriedWhenClosed(Span.of(greeting)), "PowerDNS does not greet again");
        say(greeting);
        assertFalse(session.retriedWhenClosed(question));
        assertFalse(session.handOver(Span.of("{\"method\":\"getAllDomains\",\"parameters\":{}}"), out));
        assertEquals("", out.toString());
        assertTrue(session.handOver(question, out));
        assertEquals(
                "{\"result\":[{\"qname\":\"wWw.geo.example.\",\"qtype\":\"APL\","
                        + "\"content\":\"1:isochrone-hands-over-to-its-successor/0\",\"ttl\":0,\"auth\":1,\"scopeMask\":1}]}\n",
                out.toString());
    }

    private static String request(String name, String type, String subnet) {
        return "{\"method\": \"lookup\", \"parameters\": {\"local\": \"0.0.0.0\", \"qname\": \"" + name
                + "\", \"qtype\": \"" + type + "\", \"real-remote\": \"" + subnet
                + "\", \"remote\": \"127.0.0.1\", \"zone-id\": 1}}";
    }

    @Test
    void whatWasAskedBeforeIsAnsweredTheSame() {
        int found = 0;
        for (String name : WrittenZone.NAMES) {
            for (String type : List.of("ANY", "A", "TXT", "SOA", "NS", "DS")) {
                world.written(WrittenZone.TEXT);
                String asked = name.toUpperCase(Locale.ROOT) + ".";
                String first = lookup(asked, type, "203.0.113.0/24");
                assertEquals(first, lookup(asked, type, "203.0.113.0/24"), asked + " " + type);
                found += first.equals(NO) ? 0 : 1;
            }
        }
        assertTrue(found > WrittenZone.NAMES.size(), found + " answers");
        assertEquals(0, world.counters.failedOf(Transport.REMOTE));
    }

    /** In a bucket's name, which the answer repeats, there may be anything. */
    @Test
    void namesThatNeedEscapesAreAnsweredTheSameAgain() {
        BucketPlace held = new BucketPlace(BucketPlace.State.HELD, "main", true, () -> "told");
        world.set(world.snapshot()
                .withTopology(world.snapshot().topology(), new Buckets(Map.of(), new ToldBuckets(_ -> held))));
        for (String name :
                List.of("a\\.b\\032C.s3.geo.example.", "\"\\\\.wild.geo.example.", "\"q\".s3.geo.example.")) {
            String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
            String first = lookup(quoted, "ANY", "203.0.113.0/24");
            assertTrue(JsonReader.parse(first) instanceof Json.Obj && first.contains("\"" + quoted + "\""), first);
            assertEquals(first, lookup(quoted, "ANY", "203.0.113.0/24"));
        }
        assertEquals(0, world.counters.failedOf(Transport.REMOTE));
    }

    private String lookup(String name, String type, String subnet) {
        return say(request(name, type, subnet));
    }

    private String say(String line) {
        Bytes out = new Bytes();
        session.answer(Span.of(line), out);
        return out.toString();
    }
}
