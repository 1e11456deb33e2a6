package org.isochrone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what {@link ProbeAccuracy} wrote with the log of the simulated internet: each RTT with the true delay of its
 * own request. Arguments: the one file, the other. Prints distributions of the absolute error, and figures.
 */
public final class AccuracyReport {
    private static final int BAR = 50;

    private final Map<String, List<long[]>> passages = new HashMap<>();
    private final Map<String, List<Long>> errors = new TreeMap<>();
    private final Map<String, Integer> lost = new TreeMap<>();

    private AccuracyReport() {}

    /** Reads and prints. */
    public static void main(String[] arguments) throws IOException {
        AccuracyReport report = new AccuracyReport();
        Files.readAllLines(Path.of(arguments[1])).forEach(report::passage);
        Files.readAllLines(Path.of(arguments[0])).forEach(report::measured);
        report.print();
    }

    /** As {@code simnet.c} says: zone, method, to, id, sequence, entered, due, left. */
    private void passage(String line) {
        String[] words = line.split(" ", -1);
        passages.computeIfAbsent(words[1] + " " + words[2], any -> new ArrayList<>())
                .add(new long[] {Long.parseLong(words[5]), Long.parseLong(words[7])});
    }

    private void measured(String line) {
        String[] words = line.split(",", -1);
        String tool = words[0];
        String method = tool.equals("fping") ? "icmp" : tool.replace("-cold", "");
        long from = Long.parseLong(words[1]);
        long to = Long.parseLong(words[2]);
        List<Long> truths = passages.getOrDefault(method + " " + words[3], List.of()).stream()
                .filter(each -> each[0] >= from && each[0] <= to)
                .map(each -> each[1] - each[0])
                .toList();
        int next = 0;
        if (words[4].isEmpty()) {
            throw new IllegalStateException(tool + " measured nothing of " + words[3]);
        }
        for (String group : words[4].split(";", -1)) {
            if (group.equals("-")) {
                lost.merge(tool, 1, Integer::sum);
                next++;
                continue;
            }
            long[] rtts = Arrays.stream(group.split("&", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (next + rtts.length > truths.size()) {
                throw new IllegalStateException(tool + " saw more replies from " + words[3] + " than there were");
            }
            long[] truth = truths.subList(next, next + rtts.length).stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            for (int i = 0; i < rtts.length; i++) {
                errors.computeIfAbsent(tool, any -> new ArrayList<>()).add(rtts[i] - truth[i]);
            }
            next += rtts.length;
        }
    }

    private static double micros(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(quantile * (sorted.length - 1)))] / 1e3;
    }

    private long[] absolute(String tool) {
        return errors.getOrDefault(tool, List.of()).stream()
                .mapToLong(Math::abs)
                .sorted()
                .toArray();
    }

    private void print() {
        say("absolute error in microseconds      p10      p50      p90      p99      max   below 0  lost  probes");
        for (String tool : errors.keySet()) {
            long[] sorted = absolute(tool);
            long below = errors.getOrDefault(tool, List.of()).stream()
                    .filter(each -> each < 0)
                    .count();
            say(String.format(
                    Locale.ROOT,
                    "%-30s %8.1f %8.1f %8.1f %8.1f %8.1f %9d %5d %7d",
                    tool,
                    micros(sorted, 0.1),
                    micros(sorted, 0.5),
                    micros(sorted, 0.9),
                    micros(sorted, 0.99),
                    micros(sorted, 1),
                    below,
                    lost.getOrDefault(tool, 0),
                    sorted.length));
        }
        histogram("icmp");
        histogram("fping");
        long[] ours = absolute("icmp");
        long[] theirs = absolute("fping");
        Figure.print("probe-accuracy-median-ratio", micros(ours, 0.5) / micros(theirs, 0.5), 3, "x");
        Figure.print("probe-accuracy-p99-ratio", micros(ours, 0.99) / micros(theirs, 0.99), 3, "x");
        for (String tool : List.of("icmp", "fping", "tcp", "dns")) {
            long[] sorted = absolute(tool);
            Figure.print("probe-accuracy-" + tool + "-median-us", micros(sorted, 0.5), 3, "us");
            Figure.print("probe-accuracy-" + tool + "-p99-us", micros(sorted, 0.99), 3, "us");
        }
    }

    private void histogram(String tool) {
        long[] sorted = absolute(tool);
        say(tool);
        for (long upper = 1_000; sorted.length > 0; upper *= 2) {
            long lower = upper == 1_000 ? 0 : upper / 2;
            long top = upper;
            long count = Arrays.stream(sorted)
                    .filter(each -> each >= lower && each < top)
                    .count();
            String bar = "*".repeat((int) Math.ceil((double) BAR * count / sorted.length));
            say(String.format(Locale.ROOT, "%9d us %6d %s", lower / 1_000, count, bar));
            if (sorted[sorted.length - 1] < upper) {
                return;
            }
        }
    }

    private static void say(String line) {
        System.out.println("# " + line);
    }
}
