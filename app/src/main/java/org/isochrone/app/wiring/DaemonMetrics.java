package org.isochrone.app.wiring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.isochrone.app.http.Metrics;
import org.isochrone.app.print.Words;
import org.isochrone.cron.JobCounts;
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
        PeerMetrics.register(metrics, daemon);
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
                                .collect(Collectors.groupingBy(override -> override.kind(), Collectors.counting()))
                                .forEach((kind, count) -> sink.value(count, Words.lower(kind)))));
    }

    private static void answers(Metrics metrics, Answering part) {
        metrics.counter(
                "isochrone_replies",
                "Questions answered.",
                List.of("transport", "kind"),
                sink -> part.counters()
                        .replies()
                        .forEach(count ->
                                sink.count(count.count(), Words.lower(count.transport()), Words.lower(count.kind()))));
        metrics.counter("isochrone_malformed", "Messages that could not be understood.", List.of("transport"), sink -> {
            for (Transport transport : Transport.values()) {
                sink.count(part.counters().malformedOf(transport), Words.lower(transport));
            }
        });
        metrics.counter(
                "isochrone_failed", "Messages that got no answer by a mistake of ours.", List.of("transport"), sink -> {
                    for (Transport transport : Transport.values()) {
                        sink.count(part.counters().failedOf(transport), Words.lower(transport));
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
                sink -> part.counters()
                        .bases()
                        .forEach(count -> sink.count(count.count(), Words.lower(count.basis()))));
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
                        sink.value(reaches, counts, times.sumSeconds(), Words.lower(transport));
                    }
                });
        metrics.counter(
                "isochrone_answers_limited",
                "Answers of the own DNS listener not sent as they are, since their network gets too many.",
                List.of(),
                sink -> sink.count(part.counters().limitedAnswers()));
        metrics.counter(
                "isochrone_samples_lost",
                "Samples of decisions that nobody took in time, or that the store did not take for long.",
                List.of(),
                sink -> sink.count(part.samplesLost()));
        metrics.counter(
                "isochrone_all_down",
                "Decisions that found every zone down or drained.",
                List.of(),
                sink -> sink.count(part.counters().allDown()));
        metrics.counter(
                "isochrone_clients_lost",
                "Questions not counted for their client prefixes, of which there are too many to keep.",
                List.of(),
                sink -> sink.count(part.questionsLost()));
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
                                reasons.forEach((reason, count) -> sink.value(count, source, Words.lower(reason)))));
        metrics.counter(
                "isochrone_maps_not_kept",
                "Maps in use that could not be kept on disk for the next start.",
                List.of(),
                sink -> sink.count(part.loader().counts().notKept()));
    }

    private static void jobs(Metrics metrics, Daemon daemon) {
        job(metrics, daemon, "isochrone_job_runs", "Runs of scheduled work.", JobCounts::runs);
        job(metrics, daemon, "isochrone_job_failures", "Runs of scheduled work that failed.", JobCounts::failures);
        job(
                metrics,
                daemon,
                "isochrone_job_overruns",
                "Runs that took longer than their interval.",
                JobCounts::overruns);
        job(
                metrics,
                daemon,
                "isochrone_job_skips",
                "Times passed over because the run before was not over.",
                JobCounts::skips);
    }

    private static void job(Metrics metrics, Daemon daemon, String name, String help, ToLongFunction<JobCounts> value) {
        metrics.counter(
                name,
                help,
                List.of("job"),
                sink -> daemon.jobs().forEach((job, counts) -> sink.count(value.applyAsLong(counts), job)));
    }
}
