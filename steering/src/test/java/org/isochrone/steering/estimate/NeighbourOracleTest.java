package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** Neighbours found by comparing everybody with everybody, and putting all of them in order. */
class NeighbourOracleTest {
    private static final List<String> ZONES = List.of("a", "b", "c", "d", "e", "f");
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @Test
    void theNearestAreThoseThatAComparisonOfAllFinds() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int predicted = 0;
        for (int run = 0; run < 20; run++) {
            List<Prefix> prefixes = IntStream.range(0, 40 + random.nextInt(200))
                    .mapToObj(i -> Prefix.parse("10." + i / 100 + "." + i % 100 + ".0/24"))
                    .toList();
            double measured = random.nextDouble(0.2, 0.95);
            // Few different values, so that there are ties.
            int values = random.nextBoolean() ? 3 : 1000;
            EstimateTable table = EstimateTable.of(
                    prefixes,
                    new TreeSet<>(ZONES),
                    (row, zone) -> random.nextDouble() > measured
                            ? Optional.empty()
                            : Optional.of(new Estimate(
                                    1_000_000L * (1 + random.nextInt(values)),
                                    1000,
                                    9,
                                    NOW,
                                    Provenance.MEASURED,
                                    true)));
            double[][] expected = oracle(table);
            Places places = new Places(new EstimateInput(
                    new BurstWindow(ZONES),
                    prefixes.stream().map(ClientPrefix::bare).toList(),
                    List.of(),
                    Map.of(),
                    NOW,
                    Duration.ZERO));
            boolean[] before = new boolean[table.rows() * ZONES.size()];
            for (int cell = 0; cell < before.length; cell++) {
                before[cell] = table.known(cell / ZONES.size(), cell % ZONES.size());
            }
            new NeighbourPredictor().predict(table, places, new Distances(table, places, Map.of()));
            for (int cell = 0; cell < before.length; cell++) {
                int row = cell / ZONES.size();
                int zone = cell % ZONES.size();
                if (!before[cell]) {
                    assertEquals(
                            expected[row][zone],
                            (double) table.rttNanos(row, zone),
                            10.0,
                            "seed " + seed + " run " + run + " row " + row + " zone " + zone);
                    predicted += table.known(row, zone) ? 1 : 0;
                }
            }
        }
        assertTrue(predicted > 1000, "seed " + seed + ": " + predicted);
    }

    /** The predicted RTT of every pair, 0 where there is none. */
    private static double[][] oracle(EstimateTable table) {
        References references = new References(table, 3, 2048);
        double[][] rtt = new double[table.rows()][ZONES.size()];
        for (int row = 0; row < table.rows() && references.size() >= 5; row++) {
            for (int zone = 0; zone < ZONES.size(); zone++) {
                rtt[row][zone] = oracle(table, references, row, zone);
            }
        }
        return rtt;
    }

    private static double oracle(EstimateTable table, References references, int row, int zone) {
        double[] logs = new double[ZONES.size()];
        int measured = References.logs(table, row, logs);
        List<double[]> near = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            double sum = 0;
            int shared = 0;
            for (int each = 0; each < logs.length; each++) {
                double difference = logs[each] - references.log(i, each);
                sum += Double.isNaN(difference) ? 0 : difference * difference;
                shared += Double.isNaN(difference) ? 0 : 1;
            }
            boolean told = !Double.isNaN(references.log(i, zone));
            if (references.row(i) != row && shared > 0 && shared == measured && told) {
                near.add(new double[] {Math.sqrt(sum / shared), references.rtt(i, zone)});
            }
        }
        double[][] nearest = near.stream()
                .sorted(Comparator.comparingDouble(each -> each[0]))
                .limit(4)
                .toArray(double[][]::new);
        double weights = Arrays.stream(nearest)
                .mapToDouble(each -> Math.pow(each[0] + 0.01, -2))
                .sum();
        double mean = Arrays.stream(nearest)
                .mapToDouble(each -> each[1] * Math.pow(each[0] + 0.01, -2))
                .sum();
        return nearest.length == 0 ? 0 : mean / weights;
    }
}
