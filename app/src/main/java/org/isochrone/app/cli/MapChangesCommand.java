package org.isochrone.app.cli;

import java.util.List;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code map explain-change}. */
@Command(
        name = "explain-change",
        description = {
            "Tells which maps sent a client prefix to another zone, why, what that was to gain, and what it gained.",
            "",
            "What it gained comes from bursts after the change to both zones: right and wrong are by more than the"
                    + " standard error, even is less, open is not measured yet."
        },
        footer = {
            "  isochrone map explain-change 203.0.113.0/24",
            "  isochrone map explain-change 2001:db8:1::/48 --most 5 --json"
        })
final class MapChangesCommand extends Configured {
    @Parameters(index = "0", paramLabel = "PREFIX", description = "A client prefix, as the map has it.")
    private String prefix = "";

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "How many changes at most; default: ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int most;

    @Option(names = "--json", description = "Prints a JSON array.")
    private boolean json;

    MapChangesCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Prefix whom;
        try {
            whom = Prefix.parse(prefix);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("PREFIX", "must be ADDRESS/LENGTH: " + e.getMessage());
        }
        if (most < 1) {
            throw new InvalidInputException("--most", "must be >= 1: " + most);
        }
        try (Stores stores = Stores.open(configuration(), context().clock())) {
            Topology topology = Realms.topology(stores);
            List<MapChange> changes = stores.changes().of(topology.realm().id(), whom, most);
            if (json) {
                console().json(Jsons.array(changes, change -> json(change, topology)));
            } else if (changes.isEmpty()) {
                console().line(whom + " was never sent to another zone, as far as is kept");
            } else {
                console().text(table(changes, topology).text());
            }
            return ExitCode.DONE;
        }
    }

    private static Table table(List<MapChange> changes, Topology topology) {
        Table table = new Table(
                "map",
                "at",
                "zonegroup",
                "from",
                "to",
                "reason",
                "expected ms",
                "error ms",
                "traffic",
                "realised ms",
                "error ms",
                "bursts",
                "verdict");
        for (MapChange change : changes) {
            table.row(
                    change.serial(),
                    change.at(),
                    MapDiffCommand.name(topology, change.zonegroup()),
                    MapDiffCommand.zone(topology, change.from()),
                    MapDiffCommand.zone(topology, change.to()),
                    Words.lower(change.reason()),
                    Words.millis(change.expectedNanos()),
                    Words.millis(change.errorNanos()),
                    change.traffic(),
                    change.realised()
                            .map(found -> Words.millis(found.gainNanos()))
                            .orElse("-"),
                    change.realised()
                            .map(found -> Words.millis(found.errorNanos()))
                            .orElse("-"),
                    change.realised().map(MapChange.Realised::bursts).orElse(0),
                    Words.lower(change.verdict()));
        }
        return table;
    }

    private static Json json(MapChange change, Topology topology) {
        return Jsons.object(
                "map", change.serial(),
                "at", change.at().toString(),
                "zonegroup", MapDiffCommand.name(topology, change.zonegroup()),
                "from", MapDiffCommand.zone(topology, change.from()),
                "to", MapDiffCommand.zone(topology, change.to()),
                "reason", Words.lower(change.reason()),
                "expected_nanos", change.expectedNanos(),
                "error_nanos", change.errorNanos(),
                "traffic", change.traffic(),
                "realised_nanos",
                        change.realised()
                                .map(found -> (Json) Json.Num.of(found.gainNanos()))
                                .orElse(new Json.Null()),
                "realised_error_nanos",
                        change.realised()
                                .map(found -> (Json) Json.Num.of(found.errorNanos()))
                                .orElse(new Json.Null()),
                "bursts", change.realised().map(MapChange.Realised::bursts).orElse(0),
                "verdict", Words.lower(change.verdict()));
    }
}
