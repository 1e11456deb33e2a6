package org.isochrone.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Snapshots;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zonegroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code map export}. */
@Command(
        name = "export",
        description = {
            "Prints the current map: each prefix with its zones, their tiers and what is believed of them.",
            "",
            "Tier 1 is answered first; zones of one tier are as good as each other, so that weights choose. A prefix"
                    + " stands there once for each zonegroup that ranks it."
        },
        footer = {"  isochrone map export > map.csv", "  isochrone map export --json"})
final class MapExportCommand extends Configured {
    private static final String HEADER = "zonegroup,prefix,zone,tier,rtt_ms,error_ms,provenance";

    @Option(names = "--json", description = "Prints a JSON array instead of CSV.")
    private boolean json;

    MapExportCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Snapshot snapshot = Snapshots.read(configuration(), context().clock());
        LatencyMap map = snapshot.map().orElseThrow(() -> new InvalidInputException("the map", "there is none yet"));
        Stream<Row> rows = rows(map, snapshot.topology());
        if (json) {
            console().json(rows.map(Row::json));
        } else {
            console().lines(Stream.concat(Stream.of(HEADER), rows.map(Row::csv)));
        }
        return ExitCode.DONE;
    }

    private static Stream<Row> rows(LatencyMap map, Topology topology) {
        return StreamSupport.stream(map.allEstimates().spliterator(), false)
                .flatMap(estimates -> topology.period().zonegroups().stream()
                        .flatMap(group -> map
                                .lookup(group.id(), estimates.prefix().network())
                                .stream()
                                .flatMap(cell -> rows(topology, group, estimates, cell))));
    }

    private static Stream<Row> rows(Topology topology, Zonegroup group, PrefixEstimates estimates, RankedCell cell) {
        List<List<String>> tiers = cell.ranking().tiers();
        return IntStream.range(0, tiers.size())
                .boxed()
                .flatMap(tier -> tiers.get(tier).stream()
                        .map(id -> new Row(
                                group.name(),
                                estimates.prefix().toString(),
                                topology.zoneName(id),
                                tier + 1,
                                Optional.ofNullable(estimates.byZone().get(id)))));
    }

    /** One zone of one prefix. */
    private record Row(String zonegroup, String prefix, String zone, int tier, Optional<Estimate> estimate) {
        String csv() {
            return Table.csvLine(List.of(
                    zonegroup,
                    prefix,
                    zone,
                    String.valueOf(tier),
                    estimate.map(known -> Words.millis(known.rttNanos())).orElse(""),
                    estimate.map(known -> Words.millis(known.errorNanos())).orElse(""),
                    provenance()));
        }

        Json json() {
            return Jsons.object(
                    "zonegroup",
                    zonegroup,
                    "prefix",
                    prefix,
                    "zone",
                    zone,
                    "tier",
                    tier,
                    "rtt_nanos",
                    estimate.map(Estimate::rttNanos).orElse(0L),
                    "error_nanos",
                    estimate.map(Estimate::errorNanos).orElse(0L),
                    "provenance",
                    provenance());
        }

        private String provenance() {
            return estimate.map(known -> Words.lower(known.provenance())).orElse("none");
        }
    }
}
