package org.isochrone.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.EstimateInput;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * How many (prefix, zone) pairs a second become estimates, from raw bursts: every burst is put into the window, then
 * all of it is estimated. Arguments: prefixes, zones, bursts a pair, runs.
 */
public final class EstimateTime {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private EstimateTime() {}

    /** Runs it. */
    public static void main(String[] args) {
        Internet internet = new Internet(IpFamily.IPV4, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        int bursts = Integer.parseInt(args[2]);
        int runs = Integer.parseInt(args[3]);
        int pairs = internet.prefixes().size() * internet.zones().size();
        double[] window = new double[runs];
        double[] all = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            BurstWindow filled = window(internet, bursts);
            window[run] = (System.nanoTime() - start) / NANOS;
            EstimateTable table = new WindowEstimator()
                    .estimate(new EstimateInput(
                            filled, List.of(), List.of(), new TreeMap<>(), Internet.NOW, Duration.ofDays(2)));
            all[run] = (System.nanoTime() - start) / NANOS;
            if (!table.measured(table.rows() - 1, 0)) {
                throw new IllegalStateException("not every pair has an estimate");
            }
        }
        Arrays.sort(window);
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "# %d pairs, %d bursts each: window %.2f s, all %.2f s%n",
                pairs,
                bursts,
                window[runs / 2],
                all[runs / 2]);
        Figure.print("estimate-pairs-per-second", pairs / all[runs / 2], 0, "pairs/s");
        Figure.print("estimate-bursts-per-second", (double) pairs * bursts / window[runs / 2], 0, "bursts/s");
    }

    private static BurstWindow window(Internet internet, int bursts) {
        Random random = new Random(3);
        BurstWindow window = new BurstWindow(internet.zones());
        for (int age = bursts; age > 0; age--) {
            for (Prefix prefix : internet.prefixes()) {
                for (String zone : internet.zones()) {
                    long nanos = random.nextLong(20_000_000, 22_000_000) + (random.nextInt(20) == 0 ? 50_000_000L : 0);
                    window.add(
                            Burst.single(prefix, zone, Internet.NOW.minusSeconds(900L * age), ProbeMethod.ICMP, nanos));
                }
            }
        }
        return window;
    }
}
