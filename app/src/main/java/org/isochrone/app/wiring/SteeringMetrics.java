package org.isochrone.app.wiring;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.isochrone.app.http.Metrics;
import org.isochrone.steering.build.BuildStats;
import org.isochrone.steering.build.RoundResult;

/** What a process that builds maps tells of its newest round at {@code /metrics}; nothing before the first. */
final class SteeringMetrics {
    private SteeringMetrics() {}

    static void register(Metrics metrics, Daemon daemon) {
        metrics.gauge(
                "isochrone_build_held",
                "1 if the newest build waits for people because its inputs look wrong.",
                List.of(),
                sink -> daemon.lastRound()
                        .ifPresent(round -> sink.value(round.outcome() == RoundResult.Outcome.HELD ? 1 : 0)));
        metrics.gauge(
                "isochrone_build_doubts",
                "1 for each thing that looks wrong in the newest build.",
                List.of("kind", "zone", "released"),
                sink -> daemon.lastRound()
                        .ifPresent(round -> round.doubts()
                                .forEach(held -> sink.value(
                                        1,
                                        held.doubt().kind().name().toLowerCase(Locale.ROOT),
                                        zone(daemon, held.doubt().zone()),
                                        String.valueOf(held.release().isPresent())))));
        stat(metrics, daemon, "isochrone_build_moved", "Moves to another zone in the newest build.", BuildStats::moved);
        stat(
                metrics,
                daemon,
                "isochrone_build_moved_share",
                "The share of traffic that they are, 0 to 1.",
                BuildStats::movedShare);
        stat(metrics, daemon, "isochrone_build_waiting", "Moves that wait for confirmation.", BuildStats::waiting);
        stat(
                metrics,
                daemon,
                "isochrone_build_held_back",
                "Moves that wait because of the churn limit.",
                BuildStats::heldBack);
        stat(
                metrics,
                daemon,
                "isochrone_build_held_back_share",
                "The share of traffic that they are, 0 to 1.",
                BuildStats::heldBackShare);
    }

    private static void stat(
            Metrics metrics, Daemon daemon, String name, String help, ToDoubleFunction<BuildStats> value) {
        metrics.gauge(
                name,
                help,
                List.of(),
                sink -> daemon.lastRound().ifPresent(round -> sink.value(value.applyAsDouble(round.stats()))));
    }

    private static String zone(Daemon daemon, String id) {
        return daemon.snapshot()
                .flatMap(known -> known.topology().zone(id))
                .map(zone -> zone.name())
                .orElse(id);
    }
}
