package org.isochrone.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Probing;
import org.isochrone.app.wiring.Role;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.plan.RoundProgress;
import org.isochrone.probe.plan.RoundSummary;
import org.isochrone.probe.spool.UploadSummary;
import org.isochrone.steering.build.BuildStats;
import org.isochrone.steering.build.RoundResult;
import org.isochrone.steering.config.InvalidInputException;

/** One round of a daemon's work, for cron and for people. */
final class Once {
    private Once() {}

    /** Probes what is due, uploads it, checks the endpoints. */
    static int probe(Configuration configuration, Context context) throws IOException, InterruptedException {
        if (configuration.probe().zone().isEmpty()) {
            throw new InvalidInputException("[Probe] Zone", "is missing: it names the zone that this peer probes from");
        }
        try (Daemon daemon = Daemon.assemble(
                configuration.withoutHttp(), Set.of(Role.PROBE), List.of(configuration.probe()), Clocks.system())) {
            Probing probing = daemon.peers().getFirst();
            daemon.refresh();
            if (!probing.open()) {
                throw new InvalidInputException(
                        "the topology",
                        "is not known: the database is away and nothing is kept" + " on disk, or none was imported");
            }
            RoundSummary round = probing.peer().orElseThrow().round(RoundProgress.NONE);
            UploadSummary upload = probing.peer().orElseThrow().upload();
            context.console()
                    .line("due " + round.due() + ", measured " + round.measured() + ", lost " + round.lost()
                            + ", put off " + round.putOff() + ", refused " + round.refused() + "; uploaded "
                            + upload.sent()
                            + ", waiting " + upload.pending());
            upload.failure().ifPresent(failure -> context.console().err().println("warning: " + failure));
            if (upload.failure().isEmpty()) {
                probing.alive();
            }
            probing.monitor().run();
            probing.monitor().report();
            return ExitCode.DONE;
        }
    }

    /** Builds and publishes one map. */
    static int steer(Configuration configuration, Context context) throws IOException {
        try (Daemon daemon =
                Daemon.assemble(configuration.withoutHttp(), Set.of(Role.STEER), List.of(), Clocks.system())) {
            RoundResult result = daemon.steering().run();
            context.console().line(text(result));
            return result.failedChannels().isEmpty() && result.outcome() != RoundResult.Outcome.NO_TOPOLOGY
                    ? ExitCode.DONE
                    : ExitCode.FAILED;
        }
    }

    /** Says in one line what a round of steering did. */
    static String text(RoundResult result) {
        BuildStats stats = result.stats();
        return result.outcome().name().toLowerCase(java.util.Locale.ROOT)
                + result.head()
                        .map(head -> ": map " + head.version() + ", " + head.size() + " bytes")
                        .orElse("")
                + (stats.bursts() == 0
                        ? ""
                        : ", from " + stats.bursts() + " bursts, " + stats.prefixes() + " prefixes ranked, "
                                + stats.moved() + " moved, " + stats.waiting() + " wait for confirmation")
                + (result.detail().isEmpty() ? "" : "; " + result.detail())
                + (result.failedChannels().isEmpty() ? "" : "; could not publish to " + result.failedChannels());
    }
}
