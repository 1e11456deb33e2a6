package org.isochrone.steering.evaluate;

import java.util.Arrays;

/**
 * The published practice that Isochrone is to beat: the smallest max(P25 of the newest 30 bursts, smallest of the
 * newest 5), left when another is faster by 5 ms, 10 % and one standard error, twice in a row. Who was never measured
 * is sent to where another policy says.
 */
final class WindowPolicy implements Policy {
    private static final int WINDOW = 30;
    private static final int NEWEST = 5;
    private static final int FEW = 3;
    private static final double UNSURE_NANOS = 50e6;
    private static final double MARGIN_NANOS = 5e6;
    private static final double MARGIN_SHARE = 0.1;

    private final Recording recording;
    private final Policy fallback;
    private final double[][] newest;
    private final int[] chosen;
    private final int[] candidate;

    private record Belief(int region, double nanos, double error) {}

    WindowPolicy(Recording recording, Policy fallback) {
        this.recording = recording;
        this.fallback = fallback;
        int clients = recording.clients().size();
        newest = new double[clients * recording.regions().size()][0];
        chosen = new int[clients];
        candidate = new int[clients];
        Arrays.fill(chosen, -1);
        Arrays.fill(candidate, -1);
    }

    @Override
    public String name() {
        return "window";
    }

    @Override
    public int choose(int round, int client) {
        return chosen[client] < 0 ? fallback.choose(round, client) : chosen[client];
    }

    @Override
    public void learn(int round) {
        for (Recording.Line line : recording.bursts(round)) {
            if (line.rttNanos() > 0) {
                int cell = line.client() * recording.regions().size() + line.region();
                int from = Math.max(0, newest[cell].length - WINDOW + 1);
                newest[cell] = Arrays.copyOfRange(newest[cell], from, newest[cell].length + 1);
                newest[cell][newest[cell].length - 1] = line.rttNanos();
            }
        }
        for (int client = 0; client < chosen.length; client++) {
            decide(client);
        }
    }

    private void decide(int client) {
        Belief best = new Belief(-1, Double.POSITIVE_INFINITY, 0);
        for (int region = 0; region < recording.regions().size(); region++) {
            Belief belief = belief(client, region);
            best = belief.nanos < best.nanos ? belief : best;
        }
        if (best.region < 0 || chosen[client] < 0) {
            chosen[client] = best.region;
            return;
        }
        Belief present = belief(client, chosen[client]);
        double gain = present.nanos - best.nanos;
        boolean better = gain > Math.max(MARGIN_NANOS, MARGIN_SHARE * present.nanos)
                && gain > Math.hypot(present.error, best.error);
        if (better && candidate[client] == best.region) {
            chosen[client] = best.region;
            candidate[client] = -1;
        } else {
            candidate[client] = better ? best.region : -1;
        }
    }

    private Belief belief(int client, int region) {
        double[] seen = newest[client * recording.regions().size() + region];
        if (seen.length == 0) {
            return new Belief(region, Double.POSITIVE_INFINITY, UNSURE_NANOS);
        }
        double[] sorted = seen.clone();
        Arrays.sort(sorted);
        double low = sorted[(sorted.length + 3) / 4 - 1];
        double last = Arrays.stream(seen, Math.max(0, seen.length - NEWEST), seen.length)
                .min()
                .orElseThrow();
        double median = sorted[(sorted.length - 1) / 2];
        double[] off = Arrays.stream(sorted)
                .map(rtt -> Math.abs(rtt - median))
                .sorted()
                .toArray();
        double error = 1.25 * 1.4826 * off[(off.length - 1) / 2] / Math.sqrt(off.length);
        return new Belief(
                region, seen.length < NEWEST ? low : Math.max(low, last), seen.length < FEW ? UNSURE_NANOS : error);
    }
}
