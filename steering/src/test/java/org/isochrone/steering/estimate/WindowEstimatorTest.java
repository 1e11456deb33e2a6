package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowEstimatorTest {
    private static final Prefix P = Prefix.parse("192.0.2.0/24");

    private final Estimator estimator = new WindowEstimator();

    @Test
    void measuredRttIsALowQuantileOrTheSmallestOfTheNewestBursts() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 500; run++) {
            int count = random.nextInt(1, 60);
            long[] rtts = random.longs(count, 2_000_000, 2_400_000)
                    .map(tens -> tens * 10)
                    .toArray();
            BurstWindow window = new BurstWindow(List.of("z"));
            for (int i = 0; i < count; i++) {
                window.add(burst("z", (count - i) * 60, rtts[i]));
            }
            long[] newest = Arrays.copyOfRange(rtts, Math.max(0, count - 40), count);
            long[] sorted = newest.clone();
            Arrays.sort(sorted);
            long low = sorted[(sorted.length * 2 + 9) / 10 - 1];
            long two = Math.max(smallest(newest, 2), sorted[Math.min(1, sorted.length - 1)]);
            EstimateTable table = estimator.estimate(input(window));
            String what = "seed " + seed + ", " + run;
            long level = count < 4 ? low : Math.min(Math.max(low, smallest(newest, 4)), largest(newest, 4));
            double mean = Arrays.stream(sorted, 0, sorted.length - (sorted.length + 9) / 10)
                    .average()
                    .orElse((double) level);
            double unsteady = Math.max(0, mean - level) * sorted.length / (sorted.length + 5.0);
            long rtt = Math.round((level + 0.15 * unsteady) / 10) * 10;
            assertEquals(rtt, table.rttNanos(0, 0), what);
            assertEquals(rtt, table.cautiousNanos(0, 0), what);
            long contender = count < 2 ? rtt : Math.max(rtt, two);
            assertTrue(Math.abs(contender - table.contenderNanos(0, 0)) <= 20, what);
            assertEquals(Math.min(40, count), table.bursts(0, 0));
            assertEquals(SyntheticInternet.NOW.minusSeconds(60), table.newest(0, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "20, 4", "30, 5"})
    void aRiseMustLastLongerThanWhatThePairDoesByChance(int highPercent, int bursts) {
        BurstWindow window = new BurstWindow(List.of("z"));
        for (int i = 0; i < 40; i++) {
            boolean high = i % 10 * 10 < highPercent && i < 38;
            window.add(burst("z", 4000 - i * 60, high ? 90_000_000 : 20_000_000));
        }
        for (int high = 1; high <= bursts; high++) {
            assertTrue(estimator.estimate(input(window)).rttNanos(0, 0) < 23_000_000, high + " of " + bursts);
            window.add(burst("z", 1000 - high * 60, 90_000_000));
        }
        assertEquals(90_000_000, estimator.estimate(input(window)).rttNanos(0, 0));
        window.add(burst("z", 60, 21_000_000));
        assertTrue(estimator.estimate(input(window)).rttNanos(0, 0) < 24_000_000, "a low burst ends it");
    }

    @Test
    void aFallIsBelievedAfterFourBursts() {
        BurstWindow window = new BurstWindow(List.of("z"));
        for (int i = 0; i < 40; i++) {
            window.add(burst("z", 4000 - i * 60, 90_000_000));
        }
        for (int low = 1; low <= 3; low++) {
            window.add(burst("z", 1000 - low * 60, 20_000_000 + low));
            assertEquals(90_000_000, estimator.estimate(input(window)).rttNanos(0, 0), low + " of 4");
        }
        window.add(burst("z", 60, 20_000_000));
        long rtt = estimator.estimate(input(window)).rttNanos(0, 0);
        assertTrue(rtt >= 20_000_000 && rtt < 30_000_000, "believed: " + rtt);
    }

    @Test
    void aSingleQuickBurstOfAFewAttractsNobody() {
        for (int slow = 1; slow <= 3; slow++) {
            BurstWindow window = new BurstWindow(List.of("z"));
            for (int i = 0; i < slow; i++) {
                window.add(burst("z", 4000 - i * 60, 90_000_000));
            }
            window.add(burst("z", 60, 20_000_000));
            assertEquals(90_000_000, estimator.estimate(input(window)).contenderNanos(0, 0), slow + " slow");
        }
    }

    @Test
    void ofTwoPathsAsFastAtTheirBestTheSteadyOneIsFaster() {
        BurstWindow window = new BurstWindow(List.of("often", "steady"));
        for (int i = 0; i < 40; i++) {
            window.add(burst("steady", 4000 - i * 60, 20_000_000));
            window.add(burst("often", 4000 - i * 60, i % 3 == 0 ? 220_000_000 : 20_000_000));
        }
        EstimateTable table = estimator.estimate(input(window));
        assertEquals(20_000_000, table.rttNanos(0, 1));
        assertTrue(table.rttNanos(0, 0) > 25_000_000, () -> "of the other " + table.rttNanos(0, 0));
    }

    private static long largest(long[] values, int newest) {
        return Arrays.stream(values, Math.max(0, values.length - newest), values.length)
                .max()
                .orElseThrow();
    }

    private static long smallest(long[] values, int newest) {
        return Arrays.stream(values, Math.max(0, values.length - newest), values.length)
                .min()
                .orElseThrow();
    }

    @Test
    void aSpikeMovesNothingAndALastingRiseShowsAfterFourBursts() {
        BurstWindow window = new BurstWindow(List.of("z"));
        for (int i = 100; i > 20; i--) {
            window.add(burst("z", i * 60, 20_000_000));
        }
        window.add(burst("z", 1200, 900_000_000));
        assertEquals(20_000_000, estimator.estimate(input(window)).rttNanos(0, 0));
        for (int i = 1; i <= 4; i++) {
            window.add(burst("z", 1200 - i * 60, 170_000_000));
        }
        assertEquals(170_000_000, estimator.estimate(input(window)).rttNanos(0, 0));
    }

    @Test
    void aClockThatJumpsBackLeavesEstimatesAsTheyWere() {
        BurstWindow window = new BurstWindow(List.of("z"));
        window.add(burst("z", 60, 20_000_000));
        window.add(burst("z", -7200, 22_000_000));
        EstimateTable table = estimator.estimate(input(window));
        assertEquals(20_000_000, table.rttNanos(0, 0));
        window = new BurstWindow(List.of("z"));
        window.add(burst("z", 60, 20_000_000));
        window.add(burst("z", 0, 22_000_000));
        assertEquals(estimator.estimate(input(window)).errorNanos(0, 0), table.errorNanos(0, 0));
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        BurstWindow window = new BurstWindow(List.of("z"));
        window.add(burst("z", 86_401, 20_000_000));
        assertFalse(estimator.estimate(input(window)).known(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"L, true", "LL, false", "RL, true", "RLL, false", "LLR, false", "LRL, false", "LLLRR, true"})
    void lossIsUnavailabilityAndNeverLatency(String outcomes, boolean reachable) {
        BurstWindow window = new BurstWindow(List.of("other", "z"));
        window.add(burst("other", 30, 90_000_000));
        window.add(burst("z", 3600, 20_000_000));
        for (int i = 0; i < outcomes.length(); i++) {
            int age = (outcomes.length() - i) * 60;
            window.add(
                    outcomes.charAt(i) == 'L'
                            ? Burst.loss(P, "z", SyntheticInternet.NOW.minusSeconds(age), ProbeMethod.TCP, 3)
                            : burst("z", age, 20_000_000));
        }
        EstimateTable table = estimator.estimate(input(window));
        assertEquals(reachable, table.reachable(0, 1), outcomes);
        assertEquals(20_000_000, table.rttNanos(0, 1), outcomes);
    }

    @Test
    void aPrefixSilentToEveryZoneSaysNothingAgainstThem() {
        BurstWindow window = new BurstWindow(List.of("y", "z"));
        for (String zone : window.zones()) {
            window.add(burst(zone, 3600, 20_000_000));
            for (int i = 1; i <= 3; i++) {
                window.add(Burst.loss(P, zone, SyntheticInternet.NOW.minusSeconds(i), ProbeMethod.TCP, 3));
            }
        }
        EstimateTable table = estimator.estimate(input(window));
        assertTrue(table.reachable(0, 0) && table.reachable(0, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsFasterThanLightAndNoPredictionBeatsAMeasurementByLessThanItsError(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SyntheticInternet internet = new SyntheticInternet(random, 30, 6);
        EstimateTable table = estimator.estimate(internet.input(sparse(internet, random), true));
        for (int row = 0; row < table.rows(); row++) {
            ClientPrefix network = internet.networks.get(row / 9);
            for (int zone = 0; zone < table.zones().size(); zone++) {
                assertTrue(table.known(row, zone), "seed " + seed + ": " + table.prefix(row));
                long light = network.location().orElseThrow().fibreRoundTripNanos(internet.zonePlace(zone));
                assertTrue(table.rttNanos(row, zone) >= 0.98 * light, "seed " + seed + ": " + table.estimates(row));
                if (!table.measured(row, zone)) {
                    assertTrue(table.errorNanos(row, zone) > 0);
                    assertEquals(
                            table.rttNanos(row, zone) + table.errorNanos(row, zone), table.cautiousNanos(row, zone));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void predictionsAreWithinTheirErrorMostly(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SyntheticInternet internet = new SyntheticInternet(random, 40, 8);
        EstimateTable table = estimator.estimate(internet.input(sparse(internet, random), true));
        int predicted = 0;
        int within = 0;
        for (int client = 0; client < internet.clients.size(); client++) {
            int row = table.row(internet.clients.get(client).prefix()).orElseThrow();
            for (int zone = 0; zone < table.zones().size(); zone++) {
                if (!table.measured(row, zone)) {
                    predicted++;
                    double off = Math.abs(table.rttNanos(row, zone) - internet.truth[client][zone]);
                    within += off <= 2 * table.errorNanos(row, zone) ? 1 : 0;
                }
            }
        }
        assertTrue(within > 0.8 * predicted, "seed " + seed + ": " + within + " of " + predicted);
    }

    @Test
    void theOrderOfTheInputDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(11);
        SyntheticInternet internet = new SyntheticInternet(random, 20, 5);
        BurstWindow window = sparse(internet, random);
        List<PrefixEstimates> once = all(estimator.estimate(internet.input(window, true)));
        assertEquals(once, all(estimator.estimate(internet.shuffled(window, new Random(3)))));
    }

    @Test
    void aLocationThatMeasurementsContradictIsNotUsed() {
        SplittableRandom random = new SplittableRandom(5);
        SyntheticInternet internet = new SyntheticInternet(random, 1, 2);
        BurstWindow window = new BurstWindow(internet.zones);
        Prefix prefix = internet.clients.getFirst().prefix();
        window.add(Burst.single(prefix, "z0", SyntheticInternet.NOW.minusSeconds(9), ProbeMethod.TCP, 1_000));
        EstimateTable table = estimator.estimate(internet.input(window, true));
        int row = table.row(prefix).orElseThrow();
        assertEquals(1_000, table.rttNanos(row, 0));
        assertEquals(Provenance.NONE, table.provenance(row, 1));
    }

    /** A third of the clients measured from everywhere, a third from two zones, a third from nowhere. */
    private static BurstWindow sparse(SyntheticInternet internet, SplittableRandom random) {
        BurstWindow window = new BurstWindow(internet.zones);
        for (int client = 0; client < internet.clients.size(); client++) {
            int zones = client % 3 == 0 ? internet.zones.size() : client % 3 == 1 ? 2 : 0;
            int first = random.nextInt(internet.zones.size());
            for (int i = 0; i < zones; i++) {
                internet.measure(window, random, client, (first + i) % internet.zones.size());
            }
        }
        return window;
    }

    private static List<PrefixEstimates> all(EstimateTable table) {
        List<PrefixEstimates> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            rows.add(table.estimates(row));
        }
        return rows;
    }

    private static EstimateInput input(BurstWindow window) {
        return new EstimateInput(
                window, List.of(), List.of(), Map.of(), SyntheticInternet.NOW, SyntheticInternet.WINDOW);
    }

    private static Burst burst(String zone, int age, long rtt) {
        return Burst.single(P, zone, SyntheticInternet.NOW.minusSeconds(age), ProbeMethod.TCP, rtt);
    }
}
