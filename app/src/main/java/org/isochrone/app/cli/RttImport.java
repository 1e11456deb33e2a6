package org.isochrone.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.isochrone.app.print.Words;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.probe.passive.log.LogTally;
import org.isochrone.steering.json.Json;

/**
 * What became of logs of round trips, for people and for programs.
 *
 * @param tally of their lines
 * @param readNanos how long it took to read them
 * @param made what made bursts of them
 * @param fresh bursts that the store did not have before
 * @param targets that the store did not have before
 */
record RttImport(LogTally tally, long readNanos, PassiveAggregator made, long fresh, long targets) {
    private static final double NANOS_PER_SECOND = 1e9;

    Json json() {
        return Jsons.object(
                "lines", tally.lines(),
                "read_nanos", readNanos,
                "round_trips", made.roundTrips(),
                "not_public", made.refusals(),
                "without", tally.without(),
                "malformed", tally.malformed(),
                "unfinished", tally.unfinished(),
                "open_slots", made.openSlots(),
                "bursts", made.bursts(),
                "added", fresh,
                "new_targets", targets,
                "problems", Jsons.texts(tally.problems()));
    }

    /** Returns lines for a person; {@code dryRun} says that nothing was kept, {@code addresses} that targets were. */
    List<String> lines(boolean dryRun, boolean addresses) {
        return List.of(
                share(made.roundTrips()) + " of " + tally.lines() + " lines are round trips, "
                        + share(made.refusals()) + " from addresses that are not public, "
                        + share(tally.without()) + " have none, "
                        + share(tally.malformed()) + " are malformed",
                String.format(
                        Locale.ROOT,
                        "read in %.3f s, %.0f lines per second",
                        readNanos / NANOS_PER_SECOND,
                        tally.lines() * NANOS_PER_SECOND / readNanos),
                made.bursts() + " bursts, "
                        + (dryRun ? "none kept (dry run)" : fresh + " of them new")
                        + (addresses && !dryRun ? ", " + Words.count(targets, "target") + " to try new" : "")
                        + (made.openSlots() > 0
                                ? "; the last five minutes are not over and left to the next import"
                                : "")
                        + (tally.unfinished() > 0 ? "; " + tally.unfinished() + " last lines have no end yet" : ""));
    }

    /** Returns what is wrong with the logs. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(tally.problems());
        if (tally.malformed() > warnings.size()) {
            warnings.add("and " + (tally.malformed() - warnings.size()) + " more malformed lines");
        }
        return warnings;
    }

    private String share(long part) {
        double percent = tally.lines() == 0 ? 0 : 100.0 * part / tally.lines();
        return String.format(Locale.ROOT, "%d (%.2f %%)", part, percent);
    }
}
