package org.isochrone.steering.build;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.isochrone.steering.build.Ranker.Ranked;
import org.isochrone.steering.estimate.EstimateInput;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Estimator;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.RankedPrefixes;
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
        return build(input, new HashMap<>());
    }

    /**
     * Builds the same map, and decides only where something is new.
     *
     * @param rows what the last build of this topology decided, by zonegroup; then what this one did
     */
    BuildResult build(BuildInput input, Map<String, RankedRows> rows) {
        Map<String, GeoPoint> locations = locations(input.topology());
        EstimateTable table = estimator.estimate(new EstimateInput(
                input.bursts(), input.clients(), input.networks(), locations, input.now(), config.window()));
        long now = input.now().getEpochSecond();
        SortedMap<String, RankedPrefixes> rankings = new TreeMap<>();
        SortedMap<String, SortedMap<Prefix, Held>> held = new TreeMap<>();
        Map<Same, Ranked> done = new HashMap<>();
        List<Move> moved = new ArrayList<>();
        List<Move> heldBack = new ArrayList<>();
        zonesByGroup(input.topology()).forEach((group, zones) -> {
            SortedMap<Prefix, Held> before = input.memory().held(group);
            Ranked ranked = done.computeIfAbsent(
                    new Same(zones, before),
                    same -> new Ranker(config, new Tiers(zones, locations, config.tieMargin()))
                            .rank(
                                    table,
                                    zones,
                                    before,
                                    rows.getOrDefault(group, RankedRows.NONE),
                                    traffic(input),
                                    now));
            rows.put(group, ranked.rows());
            rankings.put(group, ranked.rankings());
            held.put(group, ranked.held());
            ranked.moved().forEach(move -> moved.add(move.of(group)));
            ranked.heldBack().forEach(move -> heldBack.add(move.of(group)));
        });
        BuilderState state = new BuilderState(held, input.memory().yardstick(), "");
        MapContent content =
                new MapContent(version(input), input.now().truncatedTo(ChronoUnit.SECONDS), rankings, table);
        return new BuildResult(content, state, stats(input, table, state, moved, heldBack), moved, heldBack, table);
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

    /** Where nobody has counted, all prefixes weigh the same. */
    private static ToLongFunction<Prefix> traffic(BuildInput input) {
        return input.weights().isEmpty()
                ? prefix -> 1
                : prefix -> input.weights().getOrDefault(prefix, 0L);
    }

    private static BuildStats stats(
            BuildInput input, EstimateTable table, BuilderState state, List<Move> moved, List<Move> heldBack) {
        Map<Provenance, Integer> leads = new EnumMap<>(Provenance.class);
        state.held(WHOLE_REALM)
                .forEach((prefix, held) -> table.row(prefix)
                        .ifPresent(row -> leads.merge(
                                table.provenance(row, table.zones().indexOf(held.lead())), 1, Integer::sum)));
        ToLongFunction<Prefix> traffic = traffic(input);
        long all = 0;
        int waiting = 0;
        for (SortedMap<Prefix, Held> group : state.held().values()) {
            for (Map.Entry<Prefix, Held> each : group.entrySet()) {
                all += traffic.applyAsLong(each.getKey());
                boolean confirming =
                        each.getValue().confirmations() > 0 && each.getValue().heldBack() == 0;
                waiting += confirming ? 1 : 0;
            }
        }
        return new BuildStats(
                input.bursts().bursts(),
                state.held(WHOLE_REALM).size(),
                leads,
                moved.size(),
                share(moved, all),
                waiting,
                heldBack.size(),
                share(heldBack, all),
                state.held(WHOLE_REALM).keySet().stream().mapToLong(traffic).sum());
    }

    private static double share(List<Move> moves, long all) {
        return all == 0 ? 0 : (double) moves.stream().mapToLong(Move::traffic).sum() / all;
    }
}
