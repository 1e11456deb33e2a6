package org.isochrone.app.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.history.Countries;
import org.isochrone.steering.history.MapDiff;
import org.isochrone.steering.history.MapDiff.Group;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zonegroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code map diff}. */
@Command(
        name = "diff",
        description = {
            "Tells who is sent to another zone by one map than by another, how much traffic that is, and what it gains.",
            "",
            "Clients are sent to the zone that weights choose among those of their first tier, by the weights of the"
                    + " present topology.",
            "",
            "Traffic is what was asked in the last day. The gain is what the later map believes of both zones: how much"
                    + " faster the new zone is than the old, as a mean over the traffic."
        },
        footer = {
            "  isochrone map diff 41 42",
            "  isochrone map diff 41 42 --prefixes",
            "  isochrone map diff 41 42 --json"
        })
final class MapDiffCommand extends Configured {
    private static final Duration TRAFFIC = Duration.ofDays(1);

    /** So many serials are named where the given one is none of them. */
    private static final int MOST_NAMED = 20;

    private static final double PERCENT = 100;

    @Parameters(index = "0", paramLabel = "A", description = "Serial of a map.")
    private long before;

    @Parameters(index = "1", paramLabel = "B", description = "Serial of the other map.")
    private long after;

    @Option(names = "--prefixes", description = "Prints each prefix that moves, too.")
    private boolean prefixes;

    @Option(names = "--json", description = "Prints a JSON object, with each prefix.")
    private boolean json;

    MapDiffCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        try (Stores stores = Stores.open(configuration(), context().clock())) {
            Topology topology = Realms.topology(stores);
            MapDiff diff = MapDiff.of(
                    load(stores, topology, "A", before),
                    load(stores, topology, "B", after),
                    topology.period().zonegroups().stream().map(Zonegroup::id).toList(),
                    new TierChoice(topology),
                    stores.clients().countsSince(context().clock().instant().minus(TRAFFIC)),
                    new Countries(stores.clients().clients(), stores.clients().networks()));
            if (json) {
                console().json(json(diff, topology));
            } else {
                print(diff, topology);
            }
            return ExitCode.DONE;
        }
    }

    private static LatencyMap load(Stores stores, Topology topology, String place, long serial) {
        String realm = topology.realm().id();
        return stores.maps()
                .load(realm, serial)
                .map(MapCodec::decode)
                .orElseThrow(() -> new InvalidInputException(
                        place,
                        "must be the serial of a map that is kept ("
                                + stores.maps().history(realm, MOST_NAMED).stream()
                                        .map(head ->
                                                String.valueOf(head.version().serial()))
                                        .collect(Collectors.joining(", "))
                                + "): " + serial));
    }

    private void print(MapDiff diff, Topology topology) {
        if (diff.lines().isEmpty()) {
            console().line("nobody is sent to another zone");
            return;
        }
        Group total = diff.total();
        OptionalLong gain = total.gainNanos();
        console()
                .line(String.format(
                        Locale.ROOT,
                        "%d (zonegroup, prefix) move, %.2f %% of the traffic; expected gain %s",
                        total.prefixes(),
                        percent(total, diff),
                        gain.isPresent() ? millis(gain) + " ms" : "unknown"));
        console().text("\n" + table("from -> to", flows(diff, topology), diff).text());
        console()
                .text("\n"
                        + table("country", diff.by(MapDiff.Line::country), diff).text());
        if (prefixes) {
            Table lines = new Table("zonegroup", "prefix", "country", "from", "to", "gain ms", "traffic");
            diff.lines()
                    .forEach(line -> lines.row(
                            name(topology, line.zonegroup()),
                            line.prefix(),
                            line.country(),
                            zone(topology, line.from()),
                            zone(topology, line.to()),
                            millis(line.gainNanos()),
                            line.traffic()));
            console().text("\n" + lines.text());
        }
    }

    private static List<Group> flows(MapDiff diff, Topology topology) {
        return diff.by(line -> zone(topology, line.from()) + " -> " + zone(topology, line.to()));
    }

    private static Table table(String what, List<Group> groups, MapDiff diff) {
        Table table = new Table(what, "prefixes", "traffic %", "gain ms");
        groups.forEach(group -> table.row(
                group.name().isEmpty() ? "unknown" : group.name(),
                group.prefixes(),
                String.format(Locale.ROOT, "%.2f", percent(group, diff)),
                millis(group.gainNanos())));
        return table;
    }

    private static Json json(MapDiff diff, Topology topology) {
        return Jsons.object(
                "total", json(diff.total(), diff),
                "by_zone", Jsons.array(flows(diff, topology), group -> json(group, diff)),
                "by_country", Jsons.array(diff.by(MapDiff.Line::country), group -> json(group, diff)),
                "prefixes",
                        Jsons.array(
                                diff.lines(),
                                line -> Jsons.object(
                                        "zonegroup", name(topology, line.zonegroup()),
                                        "prefix", line.prefix().toString(),
                                        "country", line.country(),
                                        "from", zone(topology, line.from()),
                                        "to", zone(topology, line.to()),
                                        "gain_nanos", nanos(line.gainNanos()),
                                        "traffic", line.traffic())));
    }

    private static Json json(Group group, MapDiff diff) {
        return Jsons.object(
                "name", group.name(),
                "prefixes", group.prefixes(),
                "traffic", group.traffic(),
                "traffic_percent", percent(group, diff),
                "gain_nanos", nanos(group.gainNanos()));
    }

    private static Json nanos(OptionalLong nanos) {
        return nanos.isPresent() ? Json.Num.of(nanos.getAsLong()) : new Json.Null();
    }

    private static double percent(Group group, MapDiff diff) {
        return diff.traffic() == 0 ? 0 : PERCENT * group.traffic() / diff.traffic();
    }

    static String millis(OptionalLong nanos) {
        return nanos.isPresent() ? Words.millis(nanos.getAsLong()) : "unknown";
    }

    static String name(Topology topology, String zonegroup) {
        return topology.zonegroup(zonegroup)
                .map(Zonegroup::name)
                .orElse(zonegroup.isEmpty() ? "(whole realm)" : zonegroup);
    }

    static String zone(Topology topology, String id) {
        return id.isEmpty() ? "nowhere" : topology.zoneName(id);
    }
}
