package org.isochrone.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.prefix.IpFamily;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link LookupBenchmark} and prints its figures. Arguments: further options of JMH. */
public final class MapLookup {
    private MapLookup() {}

    /** Runs it. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException, IOException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(LookupBenchmark.class.getName())
                        .build())
                .run();
        Map<String, Double> medians = new TreeMap<>();
        int prefixes = 0;
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String method =
                    params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
            prefixes = Integer.parseInt(params.getParam("prefixes"));
            medians.put(method + params.getParam("family"), median(result));
        }
        for (IpFamily family : IpFamily.values()) {
            String suffix = family == IpFamily.IPV4 ? "" : "-v6";
            double ours = medians.getOrDefault("map" + family, 0.0);
            Figure.print("map-lookup-vs-mmdb" + suffix, medians.getOrDefault("mmdb" + family, 0.0) / ours, 1, "x");
            Figure.print(
                    "map-lookup-vs-binary-search" + suffix,
                    medians.getOrDefault("binarySearch" + family, 0.0) / ours,
                    1,
                    "x");
        }
        for (IpFamily family : IpFamily.values()) {
            String suffix = family == IpFamily.IPV4 ? "-v4" : "-v6";
            Figure.print("map-lookup-ns" + suffix, medians.getOrDefault("map" + family, 0.0), 1, "ns");
            Figure.print("map-lookup-mmdb-ns" + suffix, medians.getOrDefault("mmdb" + family, 0.0), 1, "ns");
            Figure.print(
                    "map-lookup-binary-search-ns" + suffix,
                    medians.getOrDefault("binarySearch" + family, 0.0),
                    1,
                    "ns");
            LookupBenchmark world = new LookupBenchmark();
            world.prefixes = prefixes;
            world.family = family;
            world.draw();
            Figure.print("map-lookup-bytes-per-prefix" + suffix, (double) world.bytes() / prefixes, 1, "bytes");
        }
    }

    /** The median over all iterations of all forks. */
    private static double median(RunResult result) {
        double[] scores = result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(primary -> primary.getScore())
                .sorted()
                .toArray();
        return scores[scores.length / 2];
    }
}
