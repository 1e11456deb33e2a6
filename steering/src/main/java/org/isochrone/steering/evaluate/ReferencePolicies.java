package org.isochrone.steering.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.isochrone.steering.topology.GeoPoint;

/**
 * The simple policies that Isochrone is shown beside. Those that learn keep a value per (client, region), take the
 * smallest, and fall back to a random region before the first burst.
 */
final class ReferencePolicies {
    private static final double EWMA_WEIGHT = 0.3;
    private static final int MEDIAN_OF = 10;

    private ReferencePolicies() {}

    /** Returns all of them that this case can have; the random one last. */
    static List<Policy> of(Recording recording, EvaluationCase given) {
        Policy random = random(recording, given.seed());
        List<Policy> policies = new ArrayList<>();
        policies.add(fixed("oracle", recording::best));
        policies.add(new Learning("previous-burst", recording, random, (before, rtt) -> new double[] {rtt}));
        policies.add(new Learning("ewma-0.3", recording, random, ReferencePolicies::ewma));
        policies.add(new Learning("median-10", recording, random, ReferencePolicies::lastTen));
        int best = singleBest(recording);
        policies.add(fixed("single-best", (round, client) -> best));
        if (given.locations().keySet().containsAll(recording.regions())) {
            policies.add(nearest(recording, given.locations(), random));
        }
        policies.add(random);
        return policies;
    }

    /** A region for each client by chance, and for good. */
    static Policy random(Recording recording, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] regions = random.ints(
                        recording.clients().size(),
                        0,
                        Math.max(1, recording.regions().size()))
                .toArray();
        return fixed("random", (round, client) -> regions[client]);
    }

    private static Policy nearest(Recording recording, Map<String, GeoPoint> locations, Policy fallback) {
        int[] nearest = new int[recording.clients().size()];
        for (int client = 0; client < nearest.length; client++) {
            GeoPoint place = locations.get(recording.clients().get(client));
            nearest[client] = -1;
            double best = Double.POSITIVE_INFINITY;
            for (int region = 0; place != null && region < recording.regions().size(); region++) {
                GeoPoint there = locations.get(recording.regions().get(region));
                double km = there == null ? Double.POSITIVE_INFINITY : place.distanceKm(there);
                if (km < best) {
                    best = km;
                    nearest[client] = region;
                }
            }
        }
        return fixed(
                "nearest", (round, client) -> nearest[client] < 0 ? fallback.choose(round, client) : nearest[client]);
    }

    /** The one region that would have been best for everybody together, known only afterwards. */
    private static int singleBest(Recording recording) {
        int best = 0;
        double bestMean = Double.POSITIVE_INFINITY;
        for (int region = 0; region < recording.regions().size(); region++) {
            double sum = 0;
            long count = 0;
            for (int round = 0; round < recording.rounds(); round++) {
                for (int client = 0; client < recording.clients().size(); client++) {
                    long rtt = recording.truth(round, client, region);
                    sum += rtt;
                    count += rtt > 0 ? 1 : 0;
                }
            }
            if (count > 0 && sum / count < bestMean) {
                bestMean = sum / count;
                best = region;
            }
        }
        return best;
    }

    private static double[] ewma(double[] before, double rtt) {
        return new double[] {before.length == 0 ? rtt : before[0] + EWMA_WEIGHT * (rtt - before[0])};
    }

    private static double[] lastTen(double[] before, double rtt) {
        int from = Math.max(0, before.length - MEDIAN_OF + 1);
        double[] after = Arrays.copyOfRange(before, from, before.length + 1);
        after[after.length - 1] = rtt;
        return after;
    }

    private static Policy fixed(String name, Choice choice) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int choose(int round, int client) {
                return choice.of(round, client);
            }
        };
    }

    @FunctionalInterface
    private interface Choice {
        int of(int round, int client);
    }

    /** What becomes of a memory when an RTT comes in. */
    @FunctionalInterface
    private interface Rule {
        double[] after(double[] before, double rtt);
    }

    /** Chooses the region whose remembered RTTs have the smallest lower median. */
    private static final class Learning implements Policy {
        private final String name;
        private final Recording recording;
        private final Policy fallback;
        private final Rule rule;
        private final double[][] memory;

        Learning(String name, Recording recording, Policy fallback, Rule rule) {
            this.name = name;
            this.recording = recording;
            this.fallback = fallback;
            this.rule = rule;
            memory = new double[recording.clients().size() * recording.regions().size()][0];
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int choose(int round, int client) {
            int best = -1;
            double bestRtt = Double.POSITIVE_INFINITY;
            for (int region = 0; region < recording.regions().size(); region++) {
                double[] seen = memory[cell(client, region)].clone();
                Arrays.sort(seen);
                if (seen.length > 0 && seen[(seen.length - 1) / 2] < bestRtt) {
                    best = region;
                    bestRtt = seen[(seen.length - 1) / 2];
                }
            }
            return best < 0 ? fallback.choose(round, client) : best;
        }

        @Override
        public void learn(int round) {
            for (Recording.Line line : recording.bursts(round)) {
                if (line.rttNanos() > 0) {
                    int cell = cell(line.client(), line.region());
                    memory[cell] = rule.after(memory[cell], (double) line.rttNanos());
                }
            }
        }

        private int cell(int client, int region) {
            return client * recording.regions().size() + region;
        }
    }
}
