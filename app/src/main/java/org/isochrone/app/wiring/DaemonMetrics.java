package org.isochrone.app.wiring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.isochrone.app.http.Metrics;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.AnswerTimes;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.health.ZoneHealth;
import org.isochrone.steering.map.LatencyMap;

/** What a daemon tells at {@code /metrics}, read from the counters that its parts keep. */
final class DaemonMetrics {
    private static final double MILLIS = 1e3;

    private DaemonMetrics() {}

    static void register(Metrics metrics, Daemon daemon, InstantSource clock) {
        knowledge(metrics, daemon, clock);
        daemon.answering().ifPresent(part -> answers(metrics, part));
        SteeringMetrics.register(metrics, daemon);
        peers(metrics, daemon);
        jobs(metrics, daemon);
    }

    private static void knowledge(Metrics metrics, Daemon daemon, InstantSource clock) {
        metrics.gauge(
                "isochrone_map_serial",
                "Serial of the map in use.",
                List.of(),
                sink -> daemon.snapshot()
                        .flatMap(Snapshot::map)
                        .ifPresent(map -> sink.count(map.version().serial())));
        metrics.gauge(
                "isochrone_map_period_epoch",
                "Period epoch the map in use was built for.",
                List.of(),
                sink -> daemon.snapshot()
                        .flatMap(Snapshot::map)
                        .ifPresent(map -> sink.value(map.version().periodEpoch())));
        metrics.gauge(
                "isochrone_map_age_seconds",
                "Time since the map in use was built.",
                List.of(),
                sink -> daemon.snapshot()
                        .flatMap(Snapshot::map)
                        .map(LatencyMap::createdAt)
                        .ifPresent(at ->
                                sink.value(Duration.between(at, clock.instant()).toMillis() / MILLIS)));
        metrics.gauge(
                "isochrone_zone_up",
                "1 if the zone can be answered, 0 if it is down.",
                List.of("zone"),
                sink -> daemon.snapshot()
                        .ifPresent(known -> known.topology()
                                .zones()
                                .forEach(zone -> sink.value(known.health().up(zone.id()) ? 1 : 0, zone.name()))));
        metrics.gauge(
                "isochrone_zone_observers",
                "Peers heard of a zone, by what they see.",
                List.of("zone", "sees"),
                sink -> daemon.snapshot()
                        .ifPresent(known -> known.topology().zones().forEach(zone -> {
                            ZoneHealth health = known.health().of(zone.id());
                            sink.value(health.upFrom().size(), zone.name(), "up");
                            sink.value(health.downFrom().size(), zone.name(), "down");
                        })));
        metrics.gauge(
                "isochrone_peer_cut_off",
                "1 for each peer that sees so much down that its word for down does not count.",
                List.of("peer"),
                sink -> daemon.snapshot()
                        .ifPresent(known -> known.health().cutOff().forEach(peer -> sink.value(1, peer.peer()))));
        metrics.gauge(
                "isochrone_overrides",
                "Decisions by people that hold now.",
                List.of("kind"),
                sink -> daemon.snapshot()
                        .ifPresent(known -> known.overrides().stream()
                                .collect(java.util.stream.Collectors.groupingBy(
                                        override -> override.kind(), java.util.stream.Collectors.counting()))
                                .forEach((kind, count) -> sink.value(count, lower(kind)))));
    }

    private static void answers(Metrics metrics, Answering part) {
        metrics.counter(
                "isochrone_replies",
                "Questions answered.",
                List.of("transport", "kind"),
                sink -> part.counters()
                        .replies()
                        .forEach(count -> sink.count(count.count(), lower(count.transport()), lower(count.kind()))));
        metrics.counter("isochrone_malformed", "Messages that could not be understood.", List.of("transport"), sink -> {
            for (Transport transport : Transport.values()) {
                sink.count(part.counters().malformedOf(transport), lower(transport));
            }
        });
        metrics.counter(
                "isochrone_failed", "Messages that got no answer by a mistake of ours.", List.of("transport"), sink -> {
                    for (Transport transport : Transport.values()) {
                        sink.count(part.counters().failedOf(transport), lower(transport));
                    }
                });
        metrics.gauge(
                "isochrone_buckets_known",
                "Buckets of which a gateway told where they lie, or that there are none.",
                List.of(),
                sink -> part.buckets().ifPresent(buckets -> sink.count(buckets.size())));
        metrics.gauge(
                "isochrone_gateway_up",
                "1 if a gateway replies to questions for buckets, 0 if none does.",
                List.of(),
                sink -> part.buckets()
                        .ifPresent(
                                buckets -> sink.value(buckets.outage().since().isEmpty() ? 1 : 0)));
        metrics.counter(
                "isochrone_decisions",
                "Decisions by what they rested on.",
                List.of("basis"),
                sink -> part.counters().bases().forEach(count -> sink.count(count.count(), lower(count.basis()))));
        metrics.counter(
                "isochrone_decisions_by_name",
                "Decisions by steered name, wildcard or namespace.",
                List.of("name"),
                sink -> part.counters().names().forEach((name, count) -> sink.count(count, name)));
        metrics.counter(
                "isochrone_decisions_by_zone",
                "Decisions by the id of the zone that was answered first.",
                List.of("zone"),
                sink -> part.counters().zones().forEach((zone, count) -> sink.count(count, zone)));
        metrics.histogram(
                "isochrone_answer_seconds",
                "Time from a question to its answer, in this process.",
                List.of("transport"),
                sink -> {
                    for (Transport transport : Transport.values()) {
                        AnswerTimes times = part.counters().times(transport);
                        List<Double> reaches = new ArrayList<>();
                        List<Long> counts = new ArrayList<>();
                        for (int i = 0; i < AnswerTimes.CLASSES; i++) {
                            reaches.add(AnswerTimes.reach(i));
                            counts.add(times.count(i));
                        }
                        sink.value(reaches, counts, times.sumSeconds(), lower(transport));
                    }
                });
        metrics.counter(
                "isochrone_answers_limited",
                "Answers of the own DNS listener not sent as they are, since their network gets too many.",
                List.of(),
                sink -> sink.count(part.counters().limitedAnswers()));
        metrics.counter(
                "isochrone_samples_lost",
                "Samples of decisions that nobody took in time.",
                List.of(),
                sink -> sink.count(part.samplesLost()));
        metrics.counter(
                "isochrone_all_down",
                "Decisions that found every zone down or drained.",
                List.of(),
                sink -> sink.count(part.counters().allDown()));
        metrics.counter(
                "isochrone_clients_lost",
                "Questions from prefixes beyond the counter's capacity.",
                List.of(),
                sink -> sink.count(part.clients().lost()));
        metrics.counter(
                "isochrone_maps_accepted",
                "Maps taken into use.",
                List.of("source"),
                sink -> part.loader().counts().accepted().forEach((source, count) -> sink.value(count, source)));
        metrics.counter(
                "isochrone_maps_refused",
                "Times a source had no map to take.",
                List.of("source", "reason"),
                sink -> part.loader()
                        .counts()
                        .refused()
                        .forEach((source, reasons) ->
                                reasons.forEach((reason, count) -> sink.value(count, source, lower(reason)))));
    }

    private static void peers(Metrics metrics, Daemon daemon) {
        metrics.gauge(
                "isochrone_spool_bursts",
                "Bursts that wait for the store.",
                List.of("peer"),
                sink -> daemon.peers()
                        .forEach(probing -> probing.peer()
                                .ifPresent(peer -> sink.count(
                                        peer.spool().pending(), probing.config().peer()))));
        metrics.counter(
                "isochrone_spool_dropped_bursts",
                "Bursts given up because the spool was full.",
                List.of("peer"),
                sink -> daemon.peers()
                        .forEach(probing -> probing.peer()
                                .ifPresent(peer -> sink.count(
                                        peer.spool().dropped(), probing.config().peer()))));
        metrics.counter(
                "isochrone_stood_still_milliseconds",
                "Time for which this process stood still, of pauses longer than a second.",
                List.of("peer"),
                sink -> daemon.peers()
                        .forEach(probing -> probing.peer()
                                .ifPresent(peer -> sink.count(
                                        peer.time().stoodStill().toMillis(),
                                        probing.config().peer()))));
        metrics.counter(
                "isochrone_clock_jumped_milliseconds",
                "How far the wall clock jumped, either way, all jumps together.",
                List.of("peer"),
                sink -> daemon.peers()
                        .forEach(probing -> probing.peer()
                                .ifPresent(peer -> sink.count(
                                        peer.time().jumped().toMillis(),
                                        probing.config().peer()))));
        metrics.counter(
                "isochrone_checks_left_behind",
                "Programs that check endpoints and left something running, which was killed.",
                List.of("peer"),
                sink -> daemon.peers()
                        .forEach(probing -> sink.count(
                                probing.leftBehind(), probing.config().peer())));
        metrics.counter(
                "isochrone_passive_round_trips",
                "Round trips seen on connections of this host.",
                List.of("peer"),
                sink -> daemon.peers()
                        .forEach(probing -> probing.sockets()
                                .ifPresent(watch -> sink.count(
                                        watch.seen(), probing.config().peer()))));
        metrics.counter(
                "isochrone_probes",
                "Probes by what became of them.",
                List.of("peer", "method", "outcome"),
                sink -> daemon.peers()
                        .forEach(probing -> probing.peer()
                                .ifPresent(peer -> peer.counters().forEach((method, counters) -> {
                                    var now = counters.now();
                                    String name = probing.config().peer();
                                    sink.count(now.sent(), name, lower(method), "sent");
                                    sink.count(now.replies(), name, lower(method), "reply");
                                    sink.count(now.losses(), name, lower(method), "loss");
                                    sink.count(now.late(), name, lower(method), "late");
                                    sink.count(now.duplicate(), name, lower(method), "duplicate");
                                    sink.count(now.elsewhere(), name, lower(method), "elsewhere");
                                    sink.count(now.foreign(), name, lower(method), "foreign");
                                    sink.count(now.failed(), name, lower(method), "failed");
                                }))));
    }

    private static void jobs(Metrics metrics, Daemon daemon) {
        metrics.counter(
                "isochrone_job_runs",
                "Runs of scheduled work.",
                List.of("job"),
                sink -> daemon.jobs().forEach((job, counts) -> sink.count(counts.runs(), job)));
        metrics.counter(
                "isochrone_job_failures",
                "Runs of scheduled work that failed.",
                List.of("job"),
                sink -> daemon.jobs().forEach((job, counts) -> sink.count(counts.failures(), job)));
        metrics.counter(
                "isochrone_job_overruns",
                "Runs that took longer than their interval.",
                List.of("job"),
                sink -> daemon.jobs().forEach((job, counts) -> sink.count(counts.overruns(), job)));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
