package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

class ResponseLimitTest {
    private static final IpAddress VICTIM = IpAddress.parse("203.0.113.7");

    private long now = 5_000_000_000L;
    private final ResponseLimit limit = new ResponseLimit(10, () -> now, 42);

    private Map<ResponseLimit.Verdict, Integer> ask(String name, int times, IpAddress from) throws Exception {
        Map<ResponseLimit.Verdict, Integer> verdicts = new EnumMap<>(ResponseLimit.Verdict.class);
        for (int i = 0; i < times; i++) {
            verdicts.merge(of(query(i % 2 == 0 ? name : name.toUpperCase(Locale.ROOT)), from), 1, Integer::sum);
        }
        return verdicts;
    }

    private ResponseLimit.Verdict of(byte[] query, IpAddress from) {
        return limit.of(query, query.length, from);
    }

    private static byte[] truncated(byte[] query) {
        WireAnswer answer = new WireAnswer();
        int length = answer.truncated(query, query.length);
        return Arrays.copyOf(answer.bytes(), length);
    }

    private static byte[] query(String name) throws Exception {
        return Stub.query(name, 1, Prefix.parse("192.0.2.0/24")).toWire();
    }

    @Test
    void aNetworkGetsSoManyOfOneAnswerASecond() throws Exception {
        assertEquals(
                Map.of(
                        ResponseLimit.Verdict.SEND,
                        10,
                        ResponseLimit.Verdict.TRUNCATE,
                        10,
                        ResponseLimit.Verdict.DROP,
                        10),
                ask("www.geo.example", 30, VICTIM));
        assertEquals(Map.of(ResponseLimit.Verdict.DROP, 1), ask("www.geo.example", 1, IpAddress.parse("203.0.113.99")));
        assertEquals(Map.of(ResponseLimit.Verdict.SEND, 1), ask("cdn.geo.example", 1, VICTIM));
        assertEquals(Map.of(ResponseLimit.Verdict.SEND, 1), ask("www.geo.example", 1, IpAddress.parse("203.0.114.7")));
        now += 1_000_000_000L;
        assertEquals(Map.of(ResponseLimit.Verdict.SEND, 10), ask("www.geo.example", 10, VICTIM));
    }

    @Test
    void manyNamesHaveALimitTogether() throws Exception {
        int sent = 0;
        for (int i = 0; i < 1_000; i++) {
            sent += ask("n" + i + ".geo.example", 1, VICTIM).getOrDefault(ResponseLimit.Verdict.SEND, 0);
        }
        assertEquals(100, sent);
    }

    @Test
    void loopbackHasNone() throws Exception {
        for (String address : new String[] {"127.0.0.1", "127.9.9.9", "::1"}) {
            assertEquals(
                    Map.of(ResponseLimit.Verdict.SEND, 500), ask("www.geo.example", 500, IpAddress.parse(address)));
        }
        assertEquals(
                10, ask("www.geo.example", 20, IpAddress.parse("2001:db8::1")).get(ResponseLimit.Verdict.SEND));
    }

    @Test
    void aTruncatedAnswerIsOne() throws Exception {
        Message asked = new Message(query("wWw.geo.example"));
        Message answer = new Message(truncated(asked.toWire()));
        assertEquals(asked.getHeader().getID(), answer.getHeader().getID());
        assertTrue(answer.getHeader().getFlag(Flags.TC) && answer.getHeader().getFlag(Flags.QR));
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals(asked.getQuestion(), answer.getQuestion());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[12 + random.nextInt(60)];
            random.nextBytes(noise);
            noise[5] = (byte) random.nextInt(3);
            byte[] cut = truncated(noise);
            assertTrue(cut.length >= 12 && cut.length <= noise.length, "seed " + seed);
            of(noise, VICTIM);
        }
    }
}
