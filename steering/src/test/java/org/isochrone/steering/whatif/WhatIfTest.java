package org.isochrone.steering.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.whatif.WhatIf.Answer;
import org.isochrone.steering.whatif.WhatIf.Change;
import org.junit.jupiter.api.Test;

/** Ten prefixes in Amsterdam, ten in New York; those of Amsterdam ask three times as much. */
class WhatIfTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Topology TOPOLOGY = Topologies.twoZones("realm", 1, 1);
    private static final GeoPoint AMSTERDAM = new GeoPoint(52.37, 4.89);
    private static final GeoPoint NEW_YORK = new GeoPoint(40.71, -74.01);
    private static final long MILLI = 1_000_000;

    private final WhatIf whatIf = new WhatIf(input(false));

    @Test
    void nothingDifferentChangesNothing() {
        Answer answer = whatIf.ask(Scenario.NONE);
        assertEquals(answer.before(), answer.after());
        assertEquals(Map.of("ams", 0.75, "nyc", 0.25), answer.before().shares());
        assertEquals(10 * MILLI, answer.before().meanNanos());
        assertEquals(10 * MILLI, answer.before().p95Nanos());
        assertEquals(List.of(), answer.changes());
    }

    @Test
    void drainingAZoneSendsItsClientsToTheNext() {
        Answer answer = whatIf.ask(new Scenario(Set.of("nyc"), Map.of(), List.of()));
        assertEquals(Map.of("ams", 1.0), answer.after().shares());
        assertEquals(32_500_000, answer.after().meanNanos());
        assertEquals(100 * MILLI, answer.after().p95Nanos());
        assertEquals(10, answer.changes().size());
        Change worst = answer.changes().getFirst();
        assertEquals(new Change(prefix(10), "US", "nyc", "ams", 10 * MILLI, 100 * MILLI, 1 / 40.0), worst);
        assertEquals(0.25, answer.slower(5 * MILLI), 1e-9);
        assertEquals(0, answer.faster(5 * MILLI));
    }

    @Test
    void drainingAllZonesChangesNothing() {
        Answer answer = whatIf.ask(new Scenario(Set.of("ams", "nyc"), Map.of(), List.of()));
        assertEquals(answer.before(), answer.after());
    }

    @Test
    void aZoneNearManyTakesThem() {
        Scenario boston =
                new Scenario(Set.of(), Map.of(), List.of(new Scenario.NewZone("bos", new GeoPoint(42.36, -71.06))));
        assertEquals(
                Map.of("ams", 0.75, "nyc", 0.25), whatIf.ask(boston).after().shares(), "not by the margin");
        Scenario both = new Scenario(
                Set.of("nyc"), Map.of(), List.of(new Scenario.NewZone("bos", new GeoPoint(42.36, -71.06))));
        Answer answer = whatIf.ask(both);
        assertEquals(Map.of("ams", 0.75, "bos", 0.25), answer.after().shares());
        assertTrue(answer.after().meanNanos() < 14 * MILLI, () -> answer.after().toString());
        assertTrue(answer.after().meanNanos() > 10 * MILLI, () -> answer.after().toString());
    }

    @Test
    void weightsShareTrafficInsideATier() {
        WhatIf tied = new WhatIf(input(true));
        assertEquals(
                Map.of("ams", 0.5, "nyc", 0.5), tied.ask(Scenario.NONE).before().shares());
        Answer answer = tied.ask(new Scenario(Set.of(), Map.of("ams", 300), List.of()));
        assertEquals(Map.of("ams", 0.75, "nyc", 0.25), answer.after().shares());
    }

    private static WhatIfInput input(boolean tied) {
        SortedMap<Prefix, Ranking> rankings = new TreeMap<>();
        List<PrefixEstimates> estimates = new ArrayList<>();
        List<ClientPrefix> clients = new ArrayList<>();
        Map<Prefix, Long> weights = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            boolean dutch = i < 10;
            rankings.put(
                    prefix(i),
                    new Ranking(
                            tied
                                    ? List.of(List.of("ams", "nyc"))
                                    : List.of(List.of(dutch ? "ams" : "nyc"), List.of(dutch ? "nyc" : "ams"))));
            estimates.add(new PrefixEstimates(
                    prefix(i), Map.of("ams", measured(dutch ? 10 : 100), "nyc", measured(dutch ? 100 : 10))));
            clients.add(new ClientPrefix(prefix(i), 0, dutch ? "NL" : "US", Optional.of(dutch ? AMSTERDAM : NEW_YORK)));
            weights.put(prefix(i), dutch ? 3L : 1L);
        }
        return new WhatIfInput(
                MapCodec.decode(MapCodec.publish(MapContent.of(
                        new MapVersion("realm", 1, "period", 1, 1),
                        AT,
                        new TreeMap<>(Map.of("zg", rankings)),
                        estimates))),
                TOPOLOGY.period().zonegroups().getFirst(),
                clients,
                List.of(),
                weights,
                5 * MILLI,
                10);
    }

    private static Estimate measured(long millis) {
        return new Estimate(millis * MILLI, MILLI, 10, AT, Provenance.MEASURED, true);
    }

    private static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }
}
