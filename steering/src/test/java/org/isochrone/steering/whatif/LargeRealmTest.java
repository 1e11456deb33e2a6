package org.isochrone.steering.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.isochrone.steering.build.BuildInput;
import org.isochrone.steering.build.BuildResult;
import org.isochrone.steering.build.BuilderState;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.Zonegroup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What draining says in a realm of many zones in several zonegroups, where everybody is nearest to the first
 * zonegroups: the same as all estimates say.
 */
class LargeRealmTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int PREFIXES = 24;
    private static final long STEP_NANOS = 3_000_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        // zonegroups, zones of each, of which so many are drained
        "4, 5, 1",
        "4, 5, 4",
        "4, 10, 3",
        "16, 4, 1",
    })
    void drainingZonesIsToldAsAllEstimatesTellIt(int zonegroups, int zones, int drained) {
        Topology topology = Topologies.zonegroups("realm", zonegroups, zones);
        EstimateTable table = estimates(topology);
        BuildResult built = new MapBuilder(given -> table, SteeringConfig.DEFAULT)
                .build(new BuildInput(
                        topology,
                        List.of(),
                        List.of(),
                        new BurstWindow(table.zones()),
                        Map.of(),
                        BuilderState.EMPTY,
                        1,
                        NOW));
        for (Zonegroup zonegroup : topology.period().zonegroups()) {
            WhatIf whatIf = new WhatIf(new WhatIfInput(
                    MapCodec.decode(MapCodec.publish(built.content())),
                    zonegroup,
                    List.of(),
                    List.of(),
                    Map.of(),
                    5_000_000,
                    10));
            List<String> left =
                    new ArrayList<>(zonegroup.zones().stream().map(Zone::id).toList());
            Collections.shuffle(left, random);
            Set<String> gone = Set.copyOf(left.subList(0, drained));
            assertEquals(expected(table, left), whatIf.ask(Scenario.NONE).before(), "seed " + seed);
            left.removeAll(gone);
            assertEquals(
                    expected(table, left),
                    whatIf.ask(new Scenario(gone, Map.of(), List.of())).after(),
                    "seed " + seed + ", without " + gone);
        }
    }

    /** Everybody goes to the zone that is the fastest of those left. */
    private static Outcome expected(EstimateTable table, List<String> left) {
        Outcome.Sum sum = new Outcome.Sum();
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            int row = prefix;
            int fastest = left.stream()
                    .map(table.zones()::indexOf)
                    .min((one, other) -> Long.compare(table.rttNanos(row, one), table.rttNanos(row, other)))
                    .orElseThrow();
            sum.add(table.zones().get(fastest), 1, table.rttNanos(row, fastest));
        }
        return sum.outcome();
    }

    /** Each prefix has all zones of a zonegroup before those of the next, in any order, and farther apart than ties. */
    private EstimateTable estimates(Topology topology) {
        List<List<String>> orders = IntStream.range(0, PREFIXES)
                .mapToObj(prefix -> topology.period().zonegroups().stream()
                        .flatMap(zonegroup -> shuffled(zonegroup).stream())
                        .toList())
                .toList();
        return EstimateTable.of(
                IntStream.range(0, PREFIXES).mapToObj(LargeRealmTest::prefix).toList(),
                new TreeSet<>(orders.getFirst()),
                (row, zone) -> Optional.of(new Estimate(
                        (1 + orders.get(row).indexOf(zone)) * STEP_NANOS,
                        1_000_000,
                        20,
                        NOW,
                        Provenance.MEASURED,
                        true)));
    }

    private List<String> shuffled(Zonegroup zonegroup) {
        List<String> zones =
                new ArrayList<>(zonegroup.zones().stream().map(Zone::id).toList());
        Collections.shuffle(zones, random);
        return zones;
    }

    private static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }
}
