package org.isochrone.app.wiring;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.isochrone.app.http.Metrics;
import org.isochrone.app.print.Words;
import org.isochrone.steering.build.BuildStats;
import org.isochrone.steering.build.RoundResult;

/** What a process that builds maps tells of its newest round at {@code /metrics}; nothing before the first. */
final class SteeringMetrics {
    private static final double NANOS = 1e9;

    private SteeringMetrics() {}

    static void register(Metrics metrics, Daemon daemon) {
        changes(metrics, daemon);
        metrics.gauge(
                "isochrone_build_held",
                "1 if the newest build waits for people because its inputs look wrong.",
                List.of(),
                sink -> daemon.steering()
                        .lastRound()
                        .ifPresent(round -> sink.value(round.outcome() == RoundResult.Outcome.HELD ? 1 : 0)));
        metrics.gauge(
                "isochrone_build_doubts",
                "1 for each thing that looks wrong in the newest build.",
                List.of("kind", "zone", "released"),
                sink -> daemon.steering()
                        .lastRound()
                        .ifPresent(round -> round.doubts()
                                .forEach(held -> sink.value(
                                        1,
                                        Words.lower(held.doubt().kind()),
                                        zone(daemon, held.doubt().zone()),
                                        String.valueOf(held.release().isPresent())))));
        metrics.gauge(
                "isochrone_build_prefixes",
                "Prefixes with a ranking in the newest build, by what is known of the zone that leads.",
                List.of("provenance"),
                sink -> daemon.steering()
                        .lastRound()
                        .ifPresent(round -> round.stats()
                                .leads()
                                .forEach((provenance, prefixes) -> sink.count(prefixes, Words.lower(provenance)))));
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

    private static void changes(Metrics metrics, Daemon daemon) {
        metrics.gauge(
                "isochrone_changes",
                "Moves of the last day, by why and by what bursts since say of them.",
                List.of("reason", "verdict"),
                sink -> daemon.steering().lastChanges().forEach(summary -> {
                    String reason = Words.lower(summary.reason());
                    sink.count(summary.right(), reason, "right");
                    sink.count(summary.wrong(), reason, "wrong");
                    sink.count(summary.even(), reason, "even");
                    sink.count(summary.open(), reason, "open");
                }));
        metrics.gauge(
                "isochrone_changes_gain_seconds",
                "Mean gain of those that were measured since, weighted by traffic: expected, and realised.",
                List.of("reason", "what"),
                sink -> daemon.steering().lastChanges().forEach(summary -> {
                    String reason = Words.lower(summary.reason());
                    sink.value(summary.expectedNanos() / NANOS, reason, "expected");
                    sink.value(summary.realisedNanos() / NANOS, reason, "realised");
                }));
    }

    private static void stat(
            Metrics metrics, Daemon daemon, String name, String help, ToDoubleFunction<BuildStats> value) {
        metrics.gauge(
                name,
                help,
                List.of(),
                sink -> daemon.steering()
                        .lastRound()
                        .ifPresent(round -> sink.value(value.applyAsDouble(round.stats()))));
    }

    private static String zone(Daemon daemon, String id) {
        return daemon.snapshot().map(known -> known.topology().zoneName(id)).orElse(id);
    }
}
