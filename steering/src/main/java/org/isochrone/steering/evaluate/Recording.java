package org.isochrone.steering.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A case by number: clients, regions and rounds as indices, in order of name. Immutable once made. */
final class Recording {
    private final List<String> clients;
    private final List<String> regions;
    private final int rounds;
    private final List<List<Line>> bursts;
    private final long[] truth;

    /** A burst by number; 0 ns is a loss. */
    record Line(int client, int region, long rttNanos) {}

    Recording(EvaluationCase given) {
        clients = names(given, RecordedRtt::client);
        regions = names(given, RecordedRtt::region);
        rounds = Stream.concat(given.bursts().stream(), given.truth().stream())
                        .mapToInt(RecordedRtt::round)
                        .max()
                        .orElse(-1)
                + 1;
        var clientIndex = index(clients);
        var regionIndex = index(regions);
        bursts = new ArrayList<>(rounds);
        for (int round = 0; round < rounds; round++) {
            bursts.add(new ArrayList<>());
        }
        for (RecordedRtt line : given.bursts()) {
            bursts.get(line.round())
                    .add(new Line(
                            clientIndex.getOrDefault(line.client(), 0),
                            regionIndex.getOrDefault(line.region(), 0),
                            line.rttNanos()));
        }
        truth = new long[Math.multiplyExact(rounds, clients.size() * regions.size())];
        for (RecordedRtt line : given.truth()) {
            int client = clientIndex.getOrDefault(line.client(), 0);
            int region = regionIndex.getOrDefault(line.region(), 0);
            truth[cell(line.round(), client, region)] = line.rttNanos();
        }
    }

    List<String> clients() {
        return clients;
    }

    List<String> regions() {
        return regions;
    }

    int rounds() {
        return rounds;
    }

    List<Line> bursts(int round) {
        return bursts.get(round);
    }

    /** Returns what the client would have had, nanoseconds; 0 if nothing would have come back. */
    long truth(int round, int client, int region) {
        return truth[cell(round, client, region)];
    }

    /** Returns the fastest region; -1 if none would have replied. */
    int best(int round, int client) {
        int best = -1;
        for (int region = 0; region < regions.size(); region++) {
            long rtt = truth(round, client, region);
            if (rtt > 0 && (best < 0 || rtt < truth(round, client, best))) {
                best = region;
            }
        }
        return best;
    }

    private int cell(int round, int client, int region) {
        return (round * clients.size() + client) * regions.size() + region;
    }

    private static List<String> names(EvaluationCase given, Function<RecordedRtt, String> name) {
        NavigableSet<String> names = new TreeSet<>();
        Stream.concat(given.bursts().stream(), given.truth().stream()).map(name).forEach(names::add);
        return List.copyOf(names);
    }

    private static Map<String, Integer> index(List<String> names) {
        return IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, number -> number));
    }
}
