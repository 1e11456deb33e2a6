package org.isochrone.steering.evaluate;

import java.util.Arrays;

/** Adds up how well one policy does. Not safe for several threads. */
final class Score {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NEAR_NANOS = 5_000_000;
    private static final double NEAR_SHARE = 1.10;

    private final String policy;
    private final Recording recording;
    private final int[] last;
    private double[] millis = new double[1024];
    private int answered;
    private long judged;
    private double regret;
    private long near;
    private long nearShare;
    private long switches;

    Score(String policy, Recording recording) {
        this.policy = policy;
        this.recording = recording;
        last = new int[recording.clients().size()];
        Arrays.fill(last, -1);
    }

    /** Judges one choice; a client-round of which the truth knows nothing is passed over. */
    void judge(int round, int client, int region) {
        int best = recording.best(round, client);
        if (best < 0) {
            return;
        }
        judged++;
        switches += last[client] >= 0 && last[client] != region ? 1 : 0;
        last[client] = region;
        long fastest = recording.truth(round, client, best);
        long rtt = recording.truth(round, client, region);
        if (rtt > 0) {
            if (answered == millis.length) {
                millis = Arrays.copyOf(millis, answered * 2);
            }
            millis[answered++] = rtt / NANOS_PER_MILLI;
            regret += (rtt - fastest) / NANOS_PER_MILLI;
            near += rtt - fastest <= NEAR_NANOS ? 1 : 0;
            nearShare += rtt <= fastest * NEAR_SHARE ? 1 : 0;
        }
    }

    PolicyResult result() {
        double[] sorted = Arrays.copyOf(millis, answered);
        Arrays.sort(sorted);
        return new PolicyResult(
                policy,
                judged,
                judged - answered,
                Arrays.stream(sorted).average().orElse(0),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                answered == 0 ? 0 : regret / answered,
                percent(near),
                percent(nearShare),
                percent(switches));
    }

    private double percent(long count) {
        return judged == 0 ? 0 : 100.0 * count / judged;
    }

    private static double quantile(double[] sorted, double q) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
    }
}
