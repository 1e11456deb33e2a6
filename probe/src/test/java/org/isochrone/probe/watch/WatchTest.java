package org.isochrone.probe.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsProber;
import org.isochrone.probe.dns.DnsQuestion;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.testnet.DnsResponder;
import org.isochrone.probe.testnet.DnsResponder.Fault;
import org.isochrone.probe.testnet.DnsResponder.Reply;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
    private static final List<IpAddress> LOOPBACK = List.of(IpAddress.parse("127.0.0.1"));
    private static final Duration FAST = Duration.ofMillis(200);

    private static Prober dns() {
        return new DnsProber(
                DnsQuestion.parse(DnsQuestion.DEFAULT),
                new BurstShape(1, FAST, Duration.ofMillis(300)),
                SourceAddresses.ANY,
                Clocks.system(),
                new Random(1));
    }

    @Test
    void everyProbeIsToldAndSummedUp() throws IOException, InterruptedException {
        try (DnsResponder responder = new DnsResponder("127.0.0.1", index -> switch (index) {
            case 0 -> List.of(Reply.afterMillis(10), Reply.afterMillis(20));
            case 1 -> List.of(new Reply(Duration.ofMillis(1), Fault.WRONG_ID));
            case 2 -> List.of(Reply.afterMillis(320));
            default -> List.of(Reply.afterMillis(30));
        })) {
            WatchMethod method = WatchMethod.parse("dns:" + responder.target().port());
            List<String> told = new ArrayList<>();
            try (Watch watch = new Watch(new WatchPlan(LOOPBACK, method, 5, FAST), _ -> dns(), System::nanoTime)) {
                watch.run((address, sequence, rtt, failure) ->
                        told.add(address + " " + sequence + " " + rtt.isPresent() + failure));
                Watched seen = watch.seen().getFirst();
                assertEquals(new ProbeCounters.Counts(5, 3, 2, 1, 1, 0, 1, 0), seen.counts());
                assertEquals(3, seen.rttNanos().size());
                assertEquals(40, seen.lossPercent(), 0.01);
                assertTrue(seen.percentileNanos(0) >= Duration.ofMillis(10).toNanos());
            }
            told.sort(null);
            assertEquals(
                    List.of(
                            "127.0.0.1 1 true",
                            "127.0.0.1 2 false",
                            "127.0.0.1 3 false",
                            "127.0.0.1 4 true",
                            "127.0.0.1 5 true"),
                    told);
        }
    }

    @Test
    void percentilesAreThoseOfTheNearestRank() {
        List<Long> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (long) (101 - i)).toList();
        Watched seen = new Watched(LOOPBACK.getFirst(), hundred, new ProbeCounters.Counts(100, 100, 0, 0, 0, 0, 0, 0));
        assertEquals(1, seen.percentileNanos(0));
        assertEquals(50, seen.percentileNanos(50));
        assertEquals(95, seen.percentileNanos(95));
        assertEquals(100, seen.percentileNanos(100));
    }

    @ParameterizedTest
    @CsvSource({
        "icmp,icmp",
        "TCP,tcp:80",
        "tcp:443,tcp:443",
        "dns,dns:53",
        "dns:5353,dns:5353",
        "http,http:80",
        "HTTPS,https:443"
    })
    void aMethodIsReadAndWritten(String text, String canonical) {
        assertEquals(canonical, WatchMethod.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "httpx", "icmp:1", "https:0", "tcp:0", "tcp:65536", "tcp:", "udp:53"})
    void otherMethodsAreRefused(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> WatchMethod.parse(text));
        assertEquals(
                "must be icmp, tcp, dns, http or https, all but the first with :PORT in [1..65535] if need be: '" + text
                        + "'",
                refused.getMessage());
    }

    @Test
    void nobodyIsProbedTooFastOrTooOften() {
        assertRefused("--interval: must be in [200ms..1m]: 199ms", LOOPBACK, 5, Duration.ofMillis(199));
        assertRefused("--count: must be in [1..10000]: 0", LOOPBACK, 0, FAST);
        assertRefused("ADDRESS: must be 1 to 20 addresses: 0", List.of(), 5, FAST);
        List<IpAddress> many = IntStream.rangeClosed(1, 21)
                .mapToObj(i -> IpAddress.parse("127.0.0." + i))
                .toList();
        assertRefused("ADDRESS: must be 1 to 20 addresses: 21", many, 5, FAST);
        // The same address twice would be probed twice as fast.
        List<IpAddress> twice = List.of(LOOPBACK.getFirst(), LOOPBACK.getFirst());
        assertEquals(LOOPBACK, new WatchPlan(twice, WatchMethod.ICMP, 5, FAST).addresses());
    }

    private static void assertRefused(String message, List<IpAddress> addresses, int count, Duration interval) {
        var refused = assertThrows(
                InvalidInputException.class, () -> new WatchPlan(addresses, WatchMethod.ICMP, count, interval));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }
}
