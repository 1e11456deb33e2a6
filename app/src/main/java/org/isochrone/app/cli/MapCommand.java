package org.isochrone.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Channels;
import org.isochrone.app.wiring.Snapshots;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zonegroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code map …}. */
final class MapCommand {
    private MapCommand() {}

    /** {@code map show}. */
    @Command(
            name = "show",
            description = {
                "Tells which map stands where: in memcached, in MySQL and on disk; and what looks wrong in the newest build,"
                        + " so that it waits for isochrone map release.",
                "",
                "Exit code 0 if the places agree, 1 if one of them has another map, none, or cannot be asked."
            },
            footer = "  isochrone map show --json")
    static final class Show extends Configured {
        @Option(names = "--json", description = "Prints a JSON object.")
        private boolean json;

        Show(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            Configuration configuration = configuration();
            try (Stores stores = Stores.open(configuration, context().clock());
                    Channels channels = Channels.open(
                            configuration, stores.maps(), context().clock())) {
                Topology topology = Snapshots.read(
                                configuration, stores, channels, context().clock())
                        .topology();
                Table table = new Table("place", "map", "created", "bytes", "hash", "problem");
                List<Json> items = new ArrayList<>();
                List<String> hashes = new ArrayList<>();
                for (MapChannel channel : channels.all()) {
                    Optional<MapHead> head = Optional.empty();
                    String problem = "there is none";
                    try {
                        head = channel.head(topology.realm().id());
                    } catch (MapChannelException e) {
                        problem = String.valueOf(e.getMessage());
                    }
                    String trouble = head.isPresent() ? "" : problem;
                    hashes.add(head.map(MapHead::hash).orElse(channel.name()));
                    table.row(
                            channel.name(),
                            head.map(found -> found.version().toString()).orElse("-"),
                            head.map(found -> found.createdAt().toString()).orElse("-"),
                            head.map(MapHead::size).orElse(0),
                            head.map(MapHead::hash).orElse("-"),
                            trouble);
                    items.add(Jsons.object(
                            "place", channel.name(),
                            "map", head.map(found -> found.version().toString()).orElse(""),
                            "created_at",
                                    head.map(found -> found.createdAt().toString())
                                            .orElse(""),
                            "bytes", head.map(MapHead::size).orElse(0),
                            "hash", head.map(MapHead::hash).orElse(""),
                            "problem", trouble));
                }
                List<HeldDoubt> doubts = stores.doubts().doubts(topology.realm().id());
                if (json) {
                    console()
                            .json(Jsons.object(
                                    "places",
                                    Jsons.array(items),
                                    "doubts",
                                    Jsons.array(doubts, held -> DoubtText.json(held, topology))));
                } else {
                    console().text(table.text());
                    doubts.forEach(held -> console().line(DoubtText.line(held)));
                }
                return hashes.stream().distinct().count() == 1 ? ExitCode.DONE : ExitCode.FAILED;
            }
        }
    }

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
    static final class Export extends Configured {
        private static final String HEADER = "zonegroup,prefix,zone,tier,rtt_ms,error_ms,provenance";

        @Option(names = "--json", description = "Prints a JSON array instead of CSV.")
        private boolean json;

        Export(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            Snapshot snapshot = Snapshots.read(configuration(), context().clock());
            LatencyMap map =
                    snapshot.map().orElseThrow(() -> new InvalidInputException("the map", "there is none yet"));
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

        private static Stream<Row> rows(
                Topology topology, Zonegroup group, PrefixEstimates estimates, RankedCell cell) {
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
                return estimate.map(known -> Words.lower(known.provenance()))
                        .orElse("none");
            }
        }
    }
}
