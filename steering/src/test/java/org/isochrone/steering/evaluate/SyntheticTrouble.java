package org.isochrone.steering.evaluate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.isochrone.steering.build.SteeringConfig;

/**
 * Recordings of a calm internet into which trouble is put: every client has a near region and access line of its own,
 * and half of the pairs are measured in each round, with a little queueing.
 */
final class SyntheticTrouble {
    static final int CLIENTS = 60;
    static final int REGIONS = 4;
    static final int ROUNDS = 80;

    /** When trouble begins. */
    static final int START = 40;

    private final SplittableRandom random;
    private final double[][] calm = new double[CLIENTS][REGIONS];

    SyntheticTrouble(long seed) {
        random = new SplittableRandom(seed);
        for (int client = 0; client < CLIENTS; client++) {
            double access = random.nextDouble(1, 30);
            for (int region = 0; region < REGIONS; region++) {
                calm[client][region] =
                        access + (region == near(client) ? random.nextDouble(5, 20) : random.nextDouble(40, 120));
            }
        }
    }

    /** What is added to a round trip, milliseconds. */
    interface Trouble {
        double millis(int round, int client, int region);
    }

    /** Nothing is added. */
    static double none(int round, int client, int region) {
        return 0;
    }

    static int near(int client) {
        return client % REGIONS;
    }

    double calm(int client, int region) {
        return calm[client][region];
    }

    static String client(int client) {
        return "10.0." + client + ".0/24";
    }

    /** A recording in which {@code real} is true and measured, and {@code seen} is measured only. */
    EvaluationCase recording(Trouble real, Trouble seen) {
        List<RecordedRtt> bursts = new ArrayList<>();
        List<RecordedRtt> truth = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int client = 0; client < CLIENTS; client++) {
                for (int region = 0; region < REGIONS; region++) {
                    double rtt = calm[client][region] + real.millis(round, client, region);
                    truth.add(line(round, client, region, rtt));
                    if (random.nextBoolean()) {
                        double queue = -3 * Math.log(1 - random.nextDouble());
                        bursts.add(line(round, client, region, rtt + seen.millis(round, client, region) + queue));
                    }
                }
            }
        }
        return new EvaluationCase(
                bursts, truth, Map.of(), List.of(), Duration.ofMinutes(15), START / 2, SteeringConfig.DEFAULT, 1);
    }

    private static RecordedRtt line(int round, int client, int region, double millis) {
        return new RecordedRtt(round, client(client), "r" + region, Math.round(millis * 1e6));
    }
}
