package org.isochrone.steering.evaluate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.build.BuildInput;
import org.isochrone.steering.build.BuildResult;
import org.isochrone.steering.build.BuilderState;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.Estimator;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;

/** The real thing: bursts through the estimator, hysteresis and map builder that serve in earnest. */
final class IsochronePolicy implements Policy {
    static final String NAME = "isochrone";

    /** Any moment will do; only ages count. */
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Recording recording;
    private final EvaluationCase given;
    private final Topology topology;
    private final List<Prefix> prefixes;
    private final List<ClientPrefix> clients = new ArrayList<>();
    private final BurstWindow window;
    private final MapBuilder builder;
    private final Policy fallback;
    private final Map<String, Integer> regionIndex = new HashMap<>();
    private final int[] chosen;
    private final Provenance[] provenance;
    private BuilderState memory = BuilderState.EMPTY;

    IsochronePolicy(Recording recording, EvaluationCase given, Estimator estimator, Policy fallback) {
        this.recording = recording;
        this.given = given;
        this.fallback = fallback;
        topology = SyntheticTopology.of(recording.regions(), given.locations());
        prefixes = ClientNames.prefixes(recording.clients());
        for (int client = 0; client < prefixes.size(); client++) {
            String name = recording.clients().get(client);
            clients.add(new ClientPrefix(
                    prefixes.get(client),
                    0,
                    "",
                    Optional.ofNullable(given.locations().get(name))));
        }
        recording.regions().forEach(region -> regionIndex.put(region, regionIndex.size()));
        window = new BurstWindow(recording.regions());
        builder = new MapBuilder(estimator, given.config());
        chosen = new int[prefixes.size()];
        provenance = new Provenance[prefixes.size()];
        forget();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int choose(int round, int client) {
        return chosen[client] < 0 ? fallback.choose(round, client) : chosen[client];
    }

    Provenance provenance(int client) {
        return provenance[client];
    }

    @Override
    public void learn(int round) {
        Instant at = START.plus(given.roundLength().multipliedBy(round));
        for (Recording.Line line : recording.bursts(round)) {
            Prefix prefix = prefixes.get(line.client());
            String region = recording.regions().get(line.region());
            // Longer than a burst can be is a loss, as it would be for a prober.
            window.add(
                    line.rttNanos() == 0 || line.rttNanos() > Burst.MAX_RTT_NANOS
                            ? Burst.loss(prefix, region, at, ProbeMethod.IMPORTED, 1)
                            : Burst.single(prefix, region, at, ProbeMethod.IMPORTED, line.rttNanos()));
        }
        Instant now = at.plus(given.roundLength()).minusSeconds(1);
        BuildResult built = builder.build(
                new BuildInput(topology, clients, given.networks(), window, Map.of(), memory, round + 1L, now));
        memory = built.state();
        forget();
        RankedPrefixes rankings = built.content()
                .rankings()
                .getOrDefault(MapBuilder.WHOLE_REALM, RankedPrefixes.of(Collections.emptySortedMap()));
        for (int client = 0; client < chosen.length; client++) {
            Optional<Ranking> ranking = rankings.get(prefixes.get(client));
            if (ranking.isPresent()) {
                int region = regionIndex.getOrDefault(ranking.get().zones().getFirst(), -1);
                chosen[client] = region;
                provenance[client] = built.estimates()
                        .row(prefixes.get(client))
                        .map(row -> built.estimates().provenance(row, region))
                        .orElse(Provenance.NONE);
            }
        }
    }

    private void forget() {
        Arrays.fill(chosen, -1);
        Arrays.fill(provenance, Provenance.NONE);
    }
}
