package org.isochrone.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.prefix.IpFamily;

/**
 * How long it takes to make a map: from estimates in memory, through ranking, hysteresis and compression, to bytes with
 * their hash. Arguments: zones, runs of the largest size, and the sizes in prefixes, ascending.
 */
public final class MapBuildTime {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MIB = 1 << 20;

    private MapBuildTime() {}

    /** Runs it. */
    public static void main(String[] args) {
        int zones = Integer.parseInt(args[0]);
        int runs = Integer.parseInt(args[1]);
        int largest = Integer.parseInt(args[args.length - 1]);
        List<String> figures = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            int prefixes = Integer.parseInt(args[i]);
            Internet internet = new Internet(IpFamily.IPV4, prefixes, zones);
            EstimateTable table = internet.estimates();
            // Small maps are built often enough to warm the compiler up; the largest as often as it is asked for.
            int repeats = prefixes == largest ? runs : Math.max(runs, 200_000 / prefixes);
            double[] seconds = new double[repeats];
            long bytes = 0;
            for (int run = 0; run < repeats; run++) {
                long start = System.nanoTime();
                PublishedMap map = MapCodec.publish(internet.build(table).content());
                seconds[run] = (System.nanoTime() - start) / NANOS;
                bytes = map.encoded().length;
            }
            Arrays.sort(seconds);
            double median = seconds[repeats / 2];
            String name = prefixes == largest ? "map-build-seconds" : "map-build-" + prefixes + "-seconds";
            figures.add((prefixes == largest ? 0 : 1) + Figure.line(name, median, 3, "s"));
            System.out.printf(
                    Locale.ROOT,
                    "# %d prefixes, %d zones: median %.3f s of %d, worst %.3f s, %.2f us a prefix, %d bytes%n",
                    prefixes,
                    zones,
                    median,
                    repeats,
                    seconds[repeats - 1],
                    median * 1e6 / prefixes,
                    bytes);
        }
        figures.add("0" + Figure.line("map-build-heap-mib", peak() / MIB, 0, "MiB"));
        figures.stream().sorted().forEach(figure -> System.out.println(figure.substring(1)));
    }

    /** Returns the most that the heap's pools have held at any time, estimates and garbage included, bytes. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
