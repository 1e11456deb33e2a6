package org.isochrone.steering.build;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.build.Ranker.Ranked;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.estimate.EstimateInput;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Estimator;
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
        SortedMap<String, HeldPrefixes> held = new TreeMap<>();
        long[] traffic = traffic(input, table);
        TierChoice choice = new TierChoice(input.topology());
        Map<Same, Ranked> done = new HashMap<>();
        List<Move> moved = new ArrayList<>();
        List<Move> alone = new ArrayList<>();
        List<Move> heldBack = new ArrayList<>();
        zonesByGroup(input.topology()).forEach((group, zones) -> {
            HeldPrefixes before = input.memory().held(group);
            RankedRows earlier = rows.getOrDefault(group, RankedRows.NONE);
            Ranked ranked = done.computeIfAbsent(
                    new Same(zones, before),
                    same -> new Ranker(config, table, zones, locations, choice).rank(before, earlier, traffic, now));
            rows.put(group, ranked.rows());
            rankings.put(group, ranked.rankings());
            held.put(group, ranked.held());
            ranked.moved().forEach(move -> moved.add(move.of(group)));
            ranked.alone().forEach(move -> alone.add(move.of(group)));
            ranked.heldBack().forEach(move -> heldBack.add(move.of(group)));
        });
        BuilderState state = new BuilderState(held, input.memory().yardstick(), "");
        MapContent content =
                new MapContent(version(input), input.now().truncatedTo(ChronoUnit.SECONDS), rankings, table);
        List<RankedRows> decided = held.keySet().stream().map(rows::get).toList();
        RankedRows whole = rows.getOrDefault(WHOLE_REALM, RankedRows.NONE);
        long all = decided.stream().mapToLong(group -> group.traffic(traffic)).sum();
        BuildStats stats = new BuildStats(
                input.bursts().bursts(),
                whole.ranked(),
                whole.leads(),
                moved.size(),
                share(moved, all),
                decided.stream().mapToInt(RankedRows::waiting).sum(),
                heldBack.size(),
                share(heldBack, all),
                whole.traffic(traffic));
        return new BuildResult(content, state, stats, moved, alone, heldBack, table);
    }

    /** A realm with one zonegroup ranks the same zones twice; once is enough. */
    private record Same(List<String> zones, HeldPrefixes before) {}

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

    /** Returns the weight of each row's prefix. Where nobody has counted, all prefixes weigh the same. */
    private static long[] traffic(BuildInput input, EstimateTable table) {
        long[] traffic = new long[table.rows()];
        Map<Prefix, Long> weights = input.weights();
        Arrays.parallelSetAll(traffic, row -> weights.isEmpty() ? 1 : weights.getOrDefault(table.prefix(row), 0L));
        return traffic;
    }

    private static double share(List<Move> moves, long all) {
        return all == 0 ? 0 : (double) moves.stream().mapToLong(Move::traffic).sum() / all;
    }
}
