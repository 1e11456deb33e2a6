package org.isochrone.steering.estimate;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Estimates of what was measured.
 *
 * <p>The RTT is {@code max(P25 of the newest 12, smallest of the newest 4)}: a low quantile, because queueing only ever
 * adds, over a window that forgets passing spikes; and the smallest of the newest few, so that a lasting rise shows
 * after four bursts instead of nine. Windows of 10 to 20 and 4 or 5 are as good on recorded round trips; longer ones
 * cling to the past, shorter ones flap. Its standard error is that of a median, {@code 1.25 sigma / sqrt(n)}, with
 * sigma from the median absolute deviation. A sigma from few bursts is worth little, so it is shrunk to the typical
 * relative sigma of all pairs, as if that were {@value #PRIOR_BURSTS} bursts more. Errors grow with age.
 */
final class MeasuredStage {
    private static final double LOW_QUANTILE = 0.25;
    private static final int RECENT = 4;
    private static final double MEDIAN_EFFICIENCY = 1.25;
    private static final int PRIOR_BURSTS = 5;
    private static final double DEFAULT_RELATIVE_SIGMA = 0.1;

    /** Sigmas are never believed to be smaller: clocks, schedulers and last hops jitter. */
    private static final double MIN_SIGMA_NANOS = 200_000;

    /** After this time without a burst the error has doubled. */
    private static final Duration ERROR_DOUBLES = Duration.ofHours(6);

    private final EstimateTable table;
    private final BurstWindow bursts;
    private final int from;
    private final int now;
    private final double[] values = new double[PairWindow.RTTS];

    private MeasuredStage(EstimateTable table, EstimateInput input) {
        this.table = table;
        this.bursts = input.bursts();
        this.from = BurstWindow.second(input.now().minus(input.window()));
        this.now = BurstWindow.second(input.now());
    }

    /** Fills in every pair with a reply inside the window, and marks the zones that stopped replying. */
    static void fill(EstimateTable table, EstimateInput input) {
        MeasuredStage stage = new MeasuredStage(table, input);
        double typical = stage.typicalRelativeSigma();
        for (int row = 0; row < table.rows(); row++) {
            stage.fillRow(row, typical);
        }
    }

    private void fillRow(int row, double typical) {
        @Nullable PairWindow[] pairs = bursts.row(table.prefix(row));
        int failing = 0;
        int seen = 0;
        for (int zone = 0; zone < pairs.length; zone++) {
            PairWindow pair = pairs[zone];
            if (pair != null) {
                seen++;
                fillPair(row, zone, pair.rtts(), typical);
                if (pair.failing(from)) {
                    table.reachable(row, zone, false);
                    failing++;
                }
            }
        }
        if (failing == seen) {
            // Silent to every zone: the target has gone, which says nothing against any zone.
            for (int zone = 0; zone < pairs.length; zone++) {
                table.reachable(row, zone, true);
            }
        }
    }

    private void fillPair(int row, int zone, Newest rtts, double typical) {
        int first = rtts.firstSince(from);
        int count = rtts.size() - first;
        if (count == 0) {
            return;
        }
        long recent = Long.MAX_VALUE;
        for (int i = Math.max(first, rtts.size() - RECENT); i < rtts.size(); i++) {
            recent = Math.min(recent, rtts.value(i));
        }
        load(rtts, first);
        double low = Quantiles.of(values, count, LOW_QUANTILE);
        double rtt = count < RECENT ? low : Math.max(low, (double) recent);
        double own = Quantiles.sigma(values, count);
        double prior = typical * rtt;
        double variance = (count * own * own + PRIOR_BURSTS * prior * prior) / (count + PRIOR_BURSTS);
        double sigma = Math.max(MIN_SIGMA_NANOS, Math.sqrt(variance));
        int newest = rtts.second(rtts.size() - 1);
        double age = Math.max(0, Integer.toUnsignedLong(now) - Integer.toUnsignedLong(newest));
        double error = MEDIAN_EFFICIENCY * sigma / Math.sqrt(count) * Math.pow(2, age / ERROR_DOUBLES.toSeconds());
        table.measured(row, zone, (long) rtt, (long) error, count, newest);
    }

    /** The median over all pairs with enough bursts of sigma / median. */
    private double typicalRelativeSigma() {
        double[] relative =
                new double[Math.multiplyExact(table.rows(), table.zones().size())];
        int found = 0;
        for (int row = 0; row < table.rows(); row++) {
            for (@Nullable PairWindow pair : bursts.row(table.prefix(row))) {
                int first = pair == null ? 0 : pair.rtts().firstSince(from);
                int count = pair == null ? 0 : pair.rtts().size() - first;
                if (pair != null && count >= RECENT) {
                    load(pair.rtts(), first);
                    double middle = Quantiles.median(values, count);
                    relative[found++] = Quantiles.sigma(values, count) / middle;
                }
            }
        }
        return found == 0 ? DEFAULT_RELATIVE_SIGMA : Quantiles.median(Arrays.copyOf(relative, found), found);
    }

    private void load(Newest rtts, int first) {
        for (int i = first; i < rtts.size(); i++) {
            values[i - first] = (double) rtts.value(i);
        }
    }
}
