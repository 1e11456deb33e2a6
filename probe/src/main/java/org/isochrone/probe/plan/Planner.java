package org.isochrone.probe.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.plan.PairPlanner;
import org.isochrone.steering.plan.PlanInput;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.topology.Topology;

/** Plans the pairs of one zone from what the stores know. Not safe for several threads. */
final class Planner {
    /** How far back questions count as traffic weight. */
    private static final Duration WEIGHT_WINDOW = Duration.ofDays(7);

    private final ClientStore clients;
    private final MapStore maps;
    private final TargetStore targets;
    private final ProbeWork work;
    private final WorkConfig config;
    private Optional<MapHead> head = Optional.empty();
    private Optional<LatencyMap> map = Optional.empty();

    Planner(ClientStore clients, MapStore maps, TargetStore targets, ProbeWork work, WorkConfig config) {
        this.clients = clients;
        this.maps = maps;
        this.targets = targets;
        this.work = work;
        this.config = config;
    }

    /** Plans if it is time and nobody else does, or in any case if {@code always}. */
    void plan(Topology topology, Instant now, boolean always) {
        if (!work.takePlanning(config.zone(), now, config.planEvery()) && !always) {
            return;
        }
        refreshMap(topology.realm().id());
        PlanInput input = new PlanInput(
                topology,
                targets.measurable(now),
                clients.networks(),
                clients.countsSince(now.minus(WEIGHT_WINDOW)),
                map,
                config.shortest(),
                config.longest(),
                now);
        work.plan(config.zone(), PairPlanner.plan(input, config.zone()), now);
    }

    private void refreshMap(String realm) {
        Optional<MapHead> newest = maps.newest(realm);
        if (!newest.equals(head)) {
            map = newest.flatMap(known -> maps.load(realm, known.version().serial()))
                    .map(MapCodec::decode);
            head = newest;
        }
    }
}
