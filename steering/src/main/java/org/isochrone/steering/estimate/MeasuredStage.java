package org.isochrone.steering.estimate;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Estimates of what was measured.
 *
 * <p>The RTT is {@code max(P20 of the newest 40, smallest of the newest k)}: a low quantile, because queueing only ever
 * adds, over a window long enough to be the level that a pair comes back to; and the smallest of the newest few, so
 * that a lasting rise shows long before the quantile moves. How few depends on the evidence that the rise lasts:
 *
 * <ul>
 *   <li>By itself, k high bursts in a row are believed if the pair's own past makes them by chance with a probability
 *       below {@value #CHANCE}: p^k, where p is the share of high bursts before the run. So a steady pair needs
 *       {@value #MIN_RUN}, which is more than a held value lasts, and one that is high every other time needs nine. A
 *       share from few bursts is worth little, so p is shrunk to that of all pairs, as if it were
 *       {@value #PRIOR_BURSTS} bursts more.
 *   <li>If others were slow ever since, see {@link SharedRise}, {@value #SHARED_RUN} are enough.
 * </ul>
 *
 * One low burst ends a rise, since nothing makes a packet faster than its path; and the level is no higher than the
 * largest of the newest {@value #MIN_RUN}, so that a lasting fall shows as soon. What the mean is above the level,
 * without the slowest tenth of the bursts, counts with a share of {@value #UNSTEADY_SHARE}: of two paths as fast at
 * their best, the steady one is faster for who uses it, and no single spike is enough to say that one is not. For a
 * zone that a client is not at, every rise is believed after {@value #SHARED_RUN} bursts
 * ({@link EstimateTable#contenderNanos}): not to move costs nothing. Nor is it believed to be faster than two of its
 * bursts show, since one quick burst must not move a client.
 *
 * <p>The standard error is that of a median, {@code 1.25 sigma / sqrt(n)}, with sigma from the median absolute
 * deviation, shrunk in the same way to the typical relative sigma of all pairs. Errors grow with age. What real
 * clients' connections say is estimated in the same way, and combined with what probes say, see {@link Fusion}.
 *
 * <p>What a pair says by itself, a {@link PairLevel}, is worked out only where bursts came or went since the window was
 * last estimated; what is typical of all, and with it every estimate, is put together anew each time.
 */
final class MeasuredStage {
    private static final double CHANCE = 0.003;
    private static final int MIN_RUN = 4;
    private static final int MAX_RUN = 12;
    private static final int SHARED_RUN = 2;

    /** How much the mean counts beside the low level: enough to tell a steady path from one that often is not. */
    private static final double UNSTEADY_SHARE = 0.15;

    /** What that adds at most, as a share of the level: a path that became fast must not suffer from its past. */
    private static final double MAX_UNSTEADY = 0.5;

    /** No pair is believed to be steadier, or wilder, than these shares of high bursts. */
    private static final double MIN_HIGH_SHARE = 0.05;

    private static final double MAX_HIGH_SHARE = 0.9;
    private static final double MEDIAN_EFFICIENCY = 1.25;
    private static final int PRIOR_BURSTS = 5;
    private static final double DEFAULT_RELATIVE_SIGMA = 0.1;
    private static final int MIN_FOR_SIGMA = 4;

    /** Sigmas are never believed to be smaller: clocks, schedulers and last hops jitter. */
    private static final double MIN_SIGMA_NANOS = 200_000;

    /** After this time without a burst the error has doubled. */
    private static final Duration ERROR_DOUBLES = Duration.ofHours(6);

    private final EstimateTable table;
    private final BurstWindow bursts;
    private final int from;
    private final int now;
    private final SharedRise shared;
    private final int[] nearest;
    private PairLevel level = PairLevel.NOTHING;
    private double typicalSigma = DEFAULT_RELATIVE_SIGMA;
    private double typicalHighs;
    private final Fusion fusion;
    private double rtt;
    private double error;

    private MeasuredStage(EstimateTable table, Places places, EstimateInput input) {
        this.table = table;
        this.bursts = input.bursts();
        this.from = BurstWindow.second(input.now().minus(input.window()));
        this.now = BurstWindow.second(input.now());
        this.shared = new SharedRise(places);
        this.nearest = new int[table.rows()];
        this.fusion = new Fusion(table.zones().size());
    }

    /** Fills in every pair with a reply inside the window, and marks the zones that stopped replying. */
    static void fill(EstimateTable table, Places places, EstimateInput input) {
        MeasuredStage stage = new MeasuredStage(table, places, input);
        stage.survey();
        stage.compare();
        for (int row = 0; row < table.rows(); row++) {
            stage.fillRow(row);
        }
    }

    /** Learns what is typical of all pairs, and hears who is slow. */
    private void survey() {
        double[] relative =
                new double[Math.multiplyExact(table.rows(), table.zones().size())];
        int found = 0;
        long highs = 0;
        long all = 0;
        for (int row = 0; row < table.rows(); row++) {
            nearest[row] = -1;
            double best = Double.POSITIVE_INFINITY;
            @Nullable PairWindow[] pairs = bursts.row(table.prefix(row));
            for (int zone = 0; zone < pairs.length; zone++) {
                if (read(pairs[zone])) {
                    highs += level.highsBefore();
                    all += level.count() - level.run();
                    if (level.count() >= MIN_FOR_SIGMA) {
                        relative[found++] = level.sigma() / level.median();
                    }
                    if (level.median() < best) {
                        best = level.median();
                        nearest[row] = zone;
                    }
                }
            }
            if (nearest[row] >= 0 && read(pairs[nearest[row]])) {
                shared.hear(row, nearest[row], level);
            }
        }
        shared.close();
        typicalHighs = all == 0 ? MIN_HIGH_SHARE : (double) highs / all;
        typicalSigma = found == 0 ? DEFAULT_RELATIVE_SIGMA : Quantiles.median(Arrays.copyOf(relative, found), found);
    }

    /** Learns what is typical of the difference between connections and probes. */
    private void compare() {
        double[] offsets = new double[table.rows()];
        int found = 0;
        for (int row = 0; row < table.rows(); row++) {
            @Nullable PairWindow[] pairs = bursts.row(table.prefix(row));
            if (fuse(row, pairs)) {
                double offset = fusion.offset(-1);
                if (!Double.isNaN(offset)) {
                    offsets[found++] = offset;
                }
            }
        }
        fusion.learn(offsets, found);
    }

    /** Lays out what probes and connections say of a prefix, if connections say anything. */
    private boolean fuse(int row, @Nullable PairWindow[] pairs) {
        boolean any = false;
        for (PairWindow pair : pairs) {
            any |= pair != null && pair.seen(from).count() > 0;
        }
        if (!any) {
            return false;
        }
        fusion.clear();
        for (int zone = 0; zone < pairs.length; zone++) {
            PairWindow pair = pairs[zone];
            if (pair != null && look(pair.probed(from))) {
                believe(row, zone);
                fusion.probed(zone, rtt, error);
            }
            if (pair != null && look(pair.seen(from))) {
                believe(row, zone);
                fusion.seen(zone, rtt, error);
            }
        }
        return true;
    }

    private void fillRow(int row) {
        @Nullable PairWindow[] pairs = bursts.row(table.prefix(row));
        boolean fused = fuse(row, pairs);
        int failing = 0;
        int seen = 0;
        for (int zone = 0; zone < pairs.length; zone++) {
            PairWindow pair = pairs[zone];
            if (pair != null) {
                seen++;
                if (read(pair)) {
                    fillPair(row, zone, fused, pair);
                }
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

    private void fillPair(int row, int zone, boolean fused, PairWindow pair) {
        believe(row, zone);
        int count = level.count();
        int newest = level.second(0);
        // Nobody moves to a zone that is becoming slow, nor for a single quick burst.
        long rise = count < SHARED_RUN
                ? 0
                : Math.max(level.smallestOfNewest(SHARED_RUN), level.secondSmallest()) - (long) rtt;
        if (fused) {
            fusion.combine(zone);
            rtt = fusion.rtt();
            error = fusion.error();
            PairLevel connections = pair.seen(from);
            if (connections.count() > 0) {
                int last = connections.second(0);
                newest = Integer.compareUnsigned(last, newest) > 0 ? last : newest;
                count = Math.max(count, connections.count());
            }
        }
        table.measured(row, zone, (long) rtt, (long) error, count, newest);
        table.rising(row, zone, (long) rtt + rise);
    }

    /** Works out RTT and error of the pair that {@link #level} looks at. */
    private void believe(int row, int zone) {
        int count = level.count();
        int run = convincingRun();
        if (level.run() < run && zone == nearest[row] && shared.confirms(row, zone, level, SHARED_RUN)) {
            run = SHARED_RUN;
        }
        double usual = count < run ? level.low() : Math.max(level.low(), (double) level.smallestOfNewest(run));
        usual = count < MIN_RUN ? usual : Math.min(usual, (double) level.largestOfNewest(MIN_RUN));
        double unsteady = Math.max(0, level.mean() - usual) * count / (count + PRIOR_BURSTS);
        rtt = usual + Math.min(UNSTEADY_SHARE * unsteady, MAX_UNSTEADY * usual);
        double prior = typicalSigma * rtt;
        double variance =
                (count * level.sigma() * level.sigma() + PRIOR_BURSTS * prior * prior) / (count + PRIOR_BURSTS);
        double sigma = Math.max(MIN_SIGMA_NANOS, Math.sqrt(variance));
        int newest = level.second(0);
        double age = Math.max(0, Integer.toUnsignedLong(now) - Integer.toUnsignedLong(newest));
        error = MEDIAN_EFFICIENCY * sigma / Math.sqrt(count) * Math.pow(2, age / ERROR_DOUBLES.toSeconds());
    }

    /** How many high bursts in a row are more than chance for this pair. */
    private int convincingRun() {
        int before = level.count() - level.run();
        double share = (level.highsBefore() + PRIOR_BURSTS * typicalHighs) / (before + PRIOR_BURSTS);
        double p = Math.clamp(share, MIN_HIGH_SHARE, MAX_HIGH_SHARE);
        return Math.clamp((int) Math.ceil(Math.log(CHANCE) / Math.log(p)), MIN_RUN, MAX_RUN);
    }

    /** Looks at the probes of a pair; where there are none, at its connections. */
    private boolean read(@Nullable PairWindow pair) {
        return pair != null && (look(pair.probed(from)) || look(pair.seen(from)));
    }

    private boolean look(PairLevel next) {
        level = next;
        return level.count() > 0;
    }
}
