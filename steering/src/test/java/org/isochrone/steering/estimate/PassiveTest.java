package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** Probes and real clients' connections together. Milliseconds. */
class PassiveTest {
    private static final double MILLI = 1e6;

    private final BurstWindow window = new BurstWindow(List.of("a", "b", "c"));

    @Test
    void theAccessLineOfRealClientsDoesNotMakeTheirZoneSlow() {
        add(0, "a", ProbeMethod.ICMP, 20, 20);
        add(0, "b", ProbeMethod.ICMP, 35, 20);
        add(0, "a", ProbeMethod.PASSIVE, 50, 20);
        EstimateTable table = estimate();
        assertEquals(20, table.rttNanos(0, 0) / MILLI, 1);
    }

    @Test
    void whatOnlyConnectionsSawIsCorrectedByWhatTheyAreUsuallySlower() {
        for (int client = 0; client < 10; client++) {
            add(client, "a", ProbeMethod.ICMP, 20 + client, 20);
            add(client, "a", ProbeMethod.PASSIVE, 34 + client + client % 3, 20);
        }
        add(10, "a", ProbeMethod.ICMP, 20, 20);
        add(10, "b", ProbeMethod.PASSIVE, 45, 20);
        EstimateTable table = estimate();
        assertEquals(30, table.rttNanos(10, 1) / MILLI, 2);
        assertTrue(table.errorNanos(10, 1) > table.errorNanos(10, 0), "it is less sure");
    }

    @Test
    void whereNothingWasProbedConnectionsStandAsTheyAre() {
        add(0, "a", ProbeMethod.PASSIVE, 50, 20);
        add(0, "b", ProbeMethod.PASSIVE, 40, 20);
        EstimateTable table = estimate();
        assertEquals(50, table.rttNanos(0, 0) / MILLI, 0.2);
        assertEquals(40, table.rttNanos(0, 1) / MILLI, 0.2);
        assertTrue(table.measured(0, 0));
    }

    @Test
    void togetherTheyAreSurerThanEach() {
        for (String zone : List.of("a", "b", "c")) {
            add(0, zone, ProbeMethod.ICMP, 30, 2);
        }
        double probed = estimate().errorNanos(0, 0);
        for (String zone : List.of("a", "b", "c")) {
            add(0, zone, ProbeMethod.PASSIVE, 45, 40);
        }
        EstimateTable table = estimate();
        assertTrue(table.errorNanos(0, 0) < 0.5 * probed, "error " + table.errorNanos(0, 0) + " of " + probed);
        assertEquals(30, table.rttNanos(0, 0) / MILLI, 0.5);
    }

    @Test
    void aConnectionIsAReply() {
        add(0, "b", ProbeMethod.ICMP, 30, 5);
        add(0, "a", ProbeMethod.ICMP, 30, 5);
        for (int i = 0; i < 3; i++) {
            window.add(
                    Burst.loss(prefix(0), "a", SyntheticInternet.NOW.minusSeconds(50 - 10L * i), ProbeMethod.ICMP, 3));
        }
        assertTrue(!estimate().reachable(0, 0), "lost three times");
        window.add(
                Burst.single(prefix(0), "a", SyntheticInternet.NOW.minusSeconds(5), ProbeMethod.PASSIVE, 45_000_000));
        window.add(
                Burst.single(prefix(0), "a", SyntheticInternet.NOW.minusSeconds(4), ProbeMethod.PASSIVE, 45_000_000));
        assertTrue(estimate().reachable(0, 0), "clients get through");
    }

    private void add(int client, String zone, ProbeMethod method, long millis, int bursts) {
        for (int i = 0; i < bursts; i++) {
            window.add(Burst.single(
                    prefix(client),
                    zone,
                    SyntheticInternet.NOW.minusSeconds(100 + 60L * i),
                    method,
                    millis * 1_000_000 + i % 5 * 100_000L));
        }
    }

    private EstimateTable estimate() {
        return new WindowEstimator()
                .estimate(new EstimateInput(
                        window, List.of(), List.of(), Map.of(), SyntheticInternet.NOW, SyntheticInternet.WINDOW));
    }

    private static Prefix prefix(int client) {
        return Prefix.parse("10.0." + client + ".0/24");
    }
}
