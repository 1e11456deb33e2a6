package org.isochrone.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Probing;
import org.isochrone.app.wiring.Role;
import org.isochrone.probe.Peer;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.plan.RoundProgress;
import org.isochrone.probe.plan.RoundSummary;
import org.isochrone.probe.spool.SpoolCounts;
import org.isochrone.probe.spool.UploadSummary;
import org.isochrone.steering.build.BuildStats;
import org.isochrone.steering.build.RoundResult;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.MapHead;

/** One round of a daemon's work, for cron and for people. */
final class Once {
    private Once() {}

    /** Probes what is due, uploads it, checks the endpoints. */
    static int probe(Configuration configuration, Context context, boolean json)
            throws IOException, InterruptedException {
        needZone(configuration);
        try (Daemon daemon = Daemon.assemble(
                configuration.withoutHttp(), Set.of(Role.PROBE), List.of(configuration.probe()), Clocks.system())) {
            Probing probing = daemon.peers().getFirst();
            daemon.refresh();
            if (!probing.open()) {
                throw noTopology();
            }
            Peer peer = probing.peer().orElseThrow();
            RoundSummary round = peer.onlyRound(RoundProgress.NONE);
            UploadSummary upload = peer.upload();
            if (json) {
                context.console().json(json(round, upload, peer.spool()));
            } else {
                context.console().line(text(round, upload));
            }
            spoolTrouble(peer.spool(), context);
            upload.failure().ifPresent(failure -> context.console().err().println("warning: " + failure));
            if (upload.failure().isEmpty()) {
                probing.alive();
            }
            probing.settleHealth();
            return lost(peer.spool()) > 0 ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    /** Returns how many bursts were measured for nothing. */
    static long lost(SpoolCounts spool) {
        return spool.dropped() + spool.held();
    }

    private static void spoolTrouble(SpoolCounts spool, Context context) {
        if (spool.dropped() > 0) {
            context.console().err().println("warning: the spool was full: bursts dropped " + spool.dropped());
        }
        if (spool.held() > 0) {
            context.console()
                    .err()
                    .println("warning: neither disk nor database took them: bursts lost " + spool.held());
        }
        if (spool.corruptStretches() > 0) {
            context.console()
                    .err()
                    .println("warning: the spool had gone bad: stretches passed over " + spool.corruptStretches());
        }
    }

    private static String text(RoundSummary round, UploadSummary upload) {
        return "due " + round.due() + ", measured " + round.measured() + ", lost " + round.lost() + ", tried "
                + round.tried() + ", failed " + round.failed() + ", put off " + round.putOff() + ", refused "
                + round.refused() + "; uploaded " + upload.sent() + ", waiting "
                + upload.pending();
    }

    private static Json json(RoundSummary round, UploadSummary upload, SpoolCounts spool) {
        Map<String, Json> refused = new TreeMap<>();
        round.refused().forEach((reason, count) -> refused.put(reason, Json.Num.of(count)));
        return Jsons.object(
                "due", round.due(),
                "measured", round.measured(),
                "lost", round.lost(),
                "failed", round.failed(),
                "put_off", round.putOff(),
                "tried", round.tried(),
                "dropped", lost(spool),
                "refused", new Json.Obj(refused),
                "uploaded", upload.sent(),
                "waiting", upload.pending(),
                "upload_failure", upload.failure().orElse(""));
    }

    /** Prints what a peer would send to whom, at most {@code most} bursts, and sends nothing. */
    static int dryRun(Configuration configuration, Context context, int most, boolean json) throws IOException {
        needZone(configuration);
        try (Daemon daemon = Daemon.assemble(
                configuration.withoutHttp(), Set.of(Role.PROBE), List.of(configuration.probe()), Clocks.system())) {
            daemon.refresh();
            DryRunText text =
                    new DryRunText(daemon.peers().getFirst().dryRun(most).orElseThrow(Once::noTopology));
            if (json) {
                context.console().json(text.json());
            } else {
                context.console().text(text.table());
            }
            return ExitCode.DONE;
        }
    }

    /** Refuses to go on without a zone to probe from. */
    static void needZone(Configuration configuration) {
        if (configuration.probe().zone().isEmpty()) {
            throw new InvalidInputException("[Probe] Zone", "is missing: it names the zone that this peer probes from");
        }
    }

    private static InvalidInputException noTopology() {
        return new InvalidInputException(
                "the topology", "is not known: the database is away and nothing is kept on disk, or none was imported");
    }

    /** Builds and publishes one map, rolls up what was measured, and deletes what is old. */
    static int steer(Configuration configuration, Context context, boolean json) throws IOException {
        try (Daemon daemon =
                Daemon.assemble(configuration.withoutHttp(), Set.of(Role.STEER), List.of(), Clocks.system())) {
            RoundResult result = daemon.steering().run();
            boolean nothing = result.outcome() == RoundResult.Outcome.NO_TOPOLOGY;
            if (json) {
                context.console().json(json(result));
            } else if (!nothing) {
                context.console().line(text(result));
            }
            if (nothing) {
                throw new InvalidInputException(
                        "the topology",
                        "is missing or has no zones: import one first (isochrone topology import FILE)");
            }
            daemon.steering().rollUp();
            daemon.steering().deleteOld();
            boolean held = result.outcome() == RoundResult.Outcome.HELD;
            return result.failedChannels().isEmpty() && !held ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static Json json(RoundResult result) {
        BuildStats stats = result.stats();
        return Jsons.object(
                "outcome", Words.lower(result.outcome()),
                "map", result.head().map(head -> head.version().toString()).orElse(""),
                "bytes", result.head().map(MapHead::size).orElse(0),
                "bursts", stats.bursts(),
                "prefixes", stats.prefixes(),
                "moved", stats.moved(),
                "waiting", stats.waiting(),
                "held_back", stats.heldBack(),
                "moved_share", stats.movedShare(),
                "held_back_share", stats.heldBackShare(),
                "failed_channels", Jsons.texts(result.failedChannels()),
                "detail", result.detail());
    }

    /** Says in one line what a round of steering did. */
    static String text(RoundResult result) {
        BuildStats stats = result.stats();
        return Words.lower(result.outcome())
                + result.head()
                        .map(head -> ": map " + head.version() + ", " + head.size() + " bytes")
                        .orElse("")
                + (stats.bursts() == 0
                        ? ""
                        : ", from " + stats.bursts() + " bursts, " + stats.prefixes() + " prefixes ranked, "
                                + stats.moved() + " moved, " + stats.waiting() + " wait for confirmation"
                                + (stats.heldBack() == 0
                                        ? ""
                                        : ", " + stats.heldBack() + " held back by the churn limit"))
                + (result.detail().isEmpty() ? "" : "; " + result.detail())
                + (result.failedChannels().isEmpty() ? "" : "; could not publish to " + result.failedChannels());
    }
}
