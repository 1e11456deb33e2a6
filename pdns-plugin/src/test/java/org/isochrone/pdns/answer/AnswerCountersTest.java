package org.isochrone.pdns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.decision.DecisionSample;
import org.junit.jupiter.api.Test;

class AnswerCountersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final World world = new World();

    private Responder responder(AnswerCounters counters) {
        return new Responder(world.config, () -> Optional.of(world.snapshot()), new ClientCounter(), counters);
    }

    private static void ask(Responder responder, String name, String subnet, Transport transport) {
        responder.answer(new Question(name, RecordType.A, ClientText.parse("192.0.2.1", subnet), transport));
    }

    @Test
    void aSampleTellsTheWholeDecision() {
        DecisionSampler sampler = new DecisionSampler(3, () -> NOW, bound -> 0, 17);
        Responder responder = responder(new AnswerCounters(sampler));
        ask(responder, "x.wild.geo.example", "203.0.113.0/26", Transport.PIPE);
        ask(responder, "nope.geo.example", "203.0.113.0/26", Transport.PIPE);
        world.down("fra", "nyc", "sgp");
        ask(responder, "www.geo.example", "", Transport.TCP);
        assertEquals(
                List.of(
                        "1 17 x.wild.geo.example 203.0.113.0/26 main fra 24 map pipe 3",
                        "2 17 www.geo.example 192.0.2.1/32 main fra 1 all_down dns 3"),
                sampler.drain().stream()
                        .map(each -> each.number() + " " + each.answerer() + " " + each.name() + " " + each.client()
                                + " "
                                + each.zonegroup() + " " + each.zone() + " " + each.scope() + " " + each.step() + " "
                                + each.transport() + " " + each.weight())
                        .toList());
        assertEquals(List.of(), sampler.drain());
    }

    @Test
    void oneOfSoManyIsDrawnAndNoMoreThanFitAreKept() {
        int[] draws = {0};
        DecisionSampler some = new DecisionSampler(10, () -> NOW, bound -> draws[0]++ % bound, 1);
        Responder responder = responder(new AnswerCounters(some));
        IntStream.range(0, 100).forEach(i -> ask(responder, "www.geo.example", "203.0.113.0/24", Transport.UDP));
        List<DecisionSample> drawn = some.drain();
        assertEquals(10, drawn.size());
        assertEquals(100, drawn.stream().mapToInt(DecisionSample::weight).sum());
        DecisionSampler every = new DecisionSampler(1, () -> NOW, bound -> 0, 1);
        Responder flooded = responder(new AnswerCounters(every));
        IntStream.range(0, 10_000).forEach(i -> ask(flooded, "www.geo.example", "203.0.113.0/24", Transport.UDP));
        assertEquals(10_000, every.drain().size() + every.lost());
        assertTrue(every.lost() > 0);
    }

    @Test
    void decisionsCountByNameAndZone() {
        AnswerCounters counters = new AnswerCounters();
        Responder responder = responder(counters);
        ask(responder, "x.wild.geo.example", "203.0.113.0/24", Transport.PIPE);
        ask(responder, "y.wild.geo.example", "198.51.100.0/24", Transport.PIPE);
        ask(responder, "photos.s3.geo.example", "203.0.113.0/24", Transport.REMOTE);
        assertEquals(Map.of("*.wild.geo.example", 2L, "s3.geo.example", 1L), counters.names());
        assertEquals(Map.of("fra", 2L, "nyc", 1L), counters.zones());
        world.down("fra");
        ask(responder, "www.geo.example", "203.0.113.0/24", Transport.HTTP);
        ask(responder, "www.geo.example", "9.9.9.0/24", Transport.HTTP);
        world.down("fra", "nyc", "sgp");
        ask(responder, "www.geo.example", "203.0.113.0/24", Transport.HTTP);
        assertEquals(
                "MAP=3 MAP_NEXT=1 WEIGHTS=1 ALL_DOWN=1",
                counters.bases().stream()
                        .filter(each -> each.count() > 0)
                        .map(each -> each.basis() + "=" + each.count())
                        .collect(Collectors.joining(" ")));
        assertEquals(
                List.of(new AnswerCounters.ReplyCount(Transport.HTTP, Reply.Kind.DATA, 3)),
                counters.replies().stream()
                        .filter(each -> each.transport() == Transport.HTTP && each.count() > 0)
                        .toList());
        Tally tally = new Tally();
        IntStream.range(0, 3_000).forEach(i -> tally.count("n" + i));
        assertEquals(1_001, tally.counts().size());
        assertEquals(2_000, tally.counts().get(Tally.OTHERS));
    }

    @Test
    void timesFallIntoTheFirstClassThatReachesThem() {
        AnswerTimes times = new AnswerTimes();
        for (long nanos : new long[] {0, 1_000, 1_001, 2_000, 4_000, 4_001, Long.MAX_VALUE / 2}) {
            times.took(nanos);
        }
        assertEquals(
                List.of(2L, 2L, 1L, 1L, 0L),
                IntStream.range(0, 5).mapToObj(times::count).toList());
        assertEquals(1, times.count(AnswerTimes.CLASSES - 1));
        assertEquals(4e-6, AnswerTimes.reach(2));
        assertEquals(Double.POSITIVE_INFINITY, AnswerTimes.reach(AnswerTimes.CLASSES - 1));
    }
}
