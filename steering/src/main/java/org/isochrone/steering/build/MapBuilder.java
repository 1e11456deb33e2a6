package org.isochrone.steering.build;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.build.Ranker.Ranked;
import org.isochrone.steering.estimate.EstimateInput;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Estimator;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;

/**
 * Builds maps: estimates, rankings per zonegroup, hysteresis. Deterministic: the same input, in whatever order, gives
 * the same content. Drained zones and zones that are down stay in the map; the decision leaves them out. Immutable,
 * safe for any thread.
 */
public final class MapBuilder {
    /** The zonegroup id that stands for all zones of the realm, for names that may go to any of them. */
    public static final String WHOLE_REALM = "";

    private final Estimator estimator;
    private final SteeringConfig config;

    /** Builds from what {@code estimator} believes. */
    public MapBuilder(Estimator estimator, SteeringConfig config) {
        this.estimator = estimator;
        this.config = config;
    }

    /** Builds the map that follows from {@code input}. */
    public BuildResult build(BuildInput input) {
        EstimateTable table = estimator.estimate(new EstimateInput(
                input.bursts(),
                input.clients(),
                input.networks(),
                locations(input.topology()),
                input.now(),
                config.window()));
        long now = input.now().getEpochSecond();
        SortedMap<String, SortedMap<Prefix, Ranking>> rankings = new TreeMap<>();
        SortedMap<String, SortedMap<Prefix, Held>> held = new TreeMap<>();
        Map<Same, Ranked> done = new HashMap<>();
        zonesByGroup(input.topology()).forEach((group, zones) -> {
            SortedMap<Prefix, Held> before = input.memory().held(group);
            Ranked ranked = done.computeIfAbsent(
                    new Same(zones, before), same -> new Ranker(config).rank(table, zones, before, now));
            rankings.put(group, ranked.rankings());
            held.put(group, ranked.held());
        });
        BuilderState state = new BuilderState(held, "");
        MapContent content =
                new MapContent(version(input), input.now().truncatedTo(ChronoUnit.SECONDS), rankings, estimates(table));
        return new BuildResult(content, state, stats(input, table, state), table);
    }

    /** A realm with one zonegroup ranks the same zones twice; once is enough. */
    private record Same(List<String> zones, SortedMap<Prefix, Held> before) {}

    private static SortedMap<String, List<String>> zonesByGroup(Topology topology) {
        SortedMap<String, List<String>> groups = new TreeMap<>();
        topology.period()
                .zonegroups()
                .forEach(group -> groups.put(
                        group.id(),
                        group.zones().stream().map(Zone::id).sorted().toList()));
        groups.put(WHOLE_REALM, topology.zones().stream().map(Zone::id).sorted().toList());
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    private static Map<String, GeoPoint> locations(Topology topology) {
        Map<String, GeoPoint> locations = new HashMap<>();
        topology.zones().forEach(zone -> zone.steering().location().ifPresent(at -> locations.put(zone.id(), at)));
        return locations;
    }

    private static MapVersion version(BuildInput input) {
        var period = input.topology().period();
        return new MapVersion(
                input.topology().realm().id(), period.realmEpoch(), period.id(), period.epoch(), input.serial());
    }

    private static List<PrefixEstimates> estimates(EstimateTable table) {
        List<PrefixEstimates> estimates = new ArrayList<>(table.rows());
        for (int row = 0; row < table.rows(); row++) {
            PrefixEstimates each = table.estimates(row);
            if (!each.byZone().isEmpty()) {
                estimates.add(each);
            }
        }
        return estimates;
    }

    private static BuildStats stats(BuildInput input, EstimateTable table, BuilderState state) {
        Map<Provenance, Integer> leads = new EnumMap<>(Provenance.class);
        state.held(WHOLE_REALM)
                .forEach((prefix, held) -> table.row(prefix)
                        .ifPresent(row -> leads.merge(
                                table.provenance(row, table.zones().indexOf(held.lead())), 1, Integer::sum)));
        int[] counts = new int[2];
        long[] traffic = new long[2];
        state.held()
                .forEach((group, rows) -> rows.forEach((prefix, held) -> {
                    long weight =
                            input.weights().isEmpty() ? 1 : input.weights().getOrDefault(prefix, 0L);
                    traffic[0] += weight;
                    counts[0] += held.confirmations() > 0 ? 1 : 0;
                    Held before = input.memory().held(group).get(prefix);
                    if (before != null && !before.lead().equals(held.lead())) {
                        counts[1]++;
                        traffic[1] += weight;
                    }
                }));
        double share = traffic[0] == 0 ? 0 : (double) traffic[1] / traffic[0];
        int prefixes = state.held(WHOLE_REALM).size();
        return new BuildStats(input.bursts().bursts(), prefixes, leads, counts[1], share, counts[0]);
    }
}
