package org.isochrone.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.Zonegroup;
import org.isochrone.steering.whatif.Scenario;
import org.isochrone.steering.whatif.WhatIf;
import org.isochrone.steering.whatif.WhatIfInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code whatif}. */
@Command(
        name = "whatif",
        description = {
            "Tells what would become of clients if zones were drained, added, or weighted otherwise: where traffic would"
                    + " go, how far that is, and who would suffer. Changes nothing.",
            "",
            "It asks the published map and its estimates; traffic is that of the last day. How far a new zone is follows"
                    + " from its place, by the detours that measured paths take."
        },
        footer = {
            "  isochrone whatif --drain fra",
            "  isochrone whatif --add-zone syd@-33.87,151.21 --json",
            "  isochrone whatif --drain fra --weight ams=300 --most 50"
        })
final class WhatIfCommand extends Configured {
    private static final Duration TRAFFIC = Duration.ofDays(1);
    private static final int MAX_WEIGHT = 65_535;
    private static final Pattern PLACED = Pattern.compile("([^@]+)@([-+.0-9]+),([-+.0-9]+)");

    @Option(names = "--drain", paramLabel = "ZONE", description = "Nobody is sent to this zone; may be repeated.")
    private List<String> drained = List.of();

    @Option(
            names = "--add-zone",
            paramLabel = "NAME@LAT,LON",
            description = "There is one more zone, at degrees north and east; may be repeated.")
    private List<String> added = List.of();

    @Option(
            names = "--weight",
            paramLabel = "ZONE=N",
            description = "This zone has another weight, 0 to 65535; may be repeated.")
    private Map<String, Integer> weights = Map.of();

    @Option(
            names = "--zonegroup",
            paramLabel = "NAME",
            description = "For whom asks for this zonegroup; needed if there are several.")
    private Optional<String> zonegroup = Optional.empty();

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "How many of those who suffer most are printed; default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int most;

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    WhatIfCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Configuration configuration = configuration();
        if (most < 0) {
            throw new InvalidInputException("--most", "must be >= 0: " + most);
        }
        try (Stores stores = Stores.open(configuration, context().clock())) {
            Topology topology = Realms.topology(stores);
            Zonegroup group = zonegroup(topology);
            Scenario scenario = scenario(group);
            WhatIf whatIf = new WhatIf(new WhatIfInput(
                    map(stores, topology),
                    group,
                    stores.clients().clients(),
                    stores.clients().networks(),
                    stores.clients().countsSince(context().clock().instant().minus(TRAFFIC)),
                    configuration.steering().switchMargin().toNanos(),
                    configuration.steering().switchMarginPercent()));
            WhatIfText text = new WhatIfText(
                    whatIf.ask(scenario),
                    topology,
                    most,
                    configuration.steering().switchMargin().toNanos());
            if (json) {
                console().json(text.json());
            } else {
                console().text(text.text());
            }
            return ExitCode.DONE;
        }
    }

    private static LatencyMap map(Stores stores, Topology topology) {
        String realm = topology.realm().id();
        return stores.maps()
                .newest(realm)
                .flatMap(head -> stores.maps().load(realm, head.version().serial()))
                .map(MapCodec::decode)
                .orElseThrow(() -> new InvalidInputException("the map", "there is none yet"));
    }

    private Zonegroup zonegroup(Topology topology) {
        List<Zonegroup> fitting = topology.period().zonegroups().stream()
                .filter(group -> !group.zones().isEmpty())
                .filter(group -> zonegroup.isEmpty()
                        || group.name().equals(zonegroup.get())
                        || group.id().equals(zonegroup.get()))
                .toList();
        if (fitting.size() != 1) {
            throw new InvalidInputException(
                    "--zonegroup",
                    "must name one of "
                            + String.join(
                                    ", ",
                                    topology.period().zonegroups().stream()
                                            .map(Zonegroup::name)
                                            .toList())
                            + zonegroup.map(given -> ": '" + given + "'").orElse(""));
        }
        return fitting.getFirst();
    }

    private Scenario scenario(Zonegroup group) {
        if (drained.isEmpty() && added.isEmpty() && weights.isEmpty()) {
            throw new InvalidInputException("whatif", "needs --drain, --add-zone or --weight");
        }
        List<Scenario.NewZone> zones = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Zone zone : group.zones()) {
            names.add(zone.id());
            names.add(zone.name());
        }
        for (String text : added) {
            Scenario.NewZone zone = newZone(text);
            if (!names.add(zone.name())) {
                throw new InvalidInputException("--add-zone", "there is a zone " + zone.name() + " already");
            }
            zones.add(zone);
        }
        Set<String> gone = new TreeSet<>();
        drained.forEach(name -> gone.add(zone(group, "--drain", name)));
        Map<String, Integer> other = new HashMap<>();
        weights.forEach((name, weight) -> {
            if (weight < 0 || weight > MAX_WEIGHT) {
                throw new InvalidInputException("--weight", "must be in [0..65535]: " + name + "=" + weight);
            }
            other.put(zone(group, "--weight", name), weight);
        });
        return new Scenario(gone, other, zones);
    }

    private static Scenario.NewZone newZone(String text) {
        Matcher placed = PLACED.matcher(text);
        if (!placed.matches()) {
            throw new InvalidInputException(
                    "--add-zone", "must be NAME@LAT,LON, such as syd@-33.87,151.21: '" + text + "'");
        }
        try {
            return new Scenario.NewZone(
                    placed.group(1),
                    new GeoPoint(Double.parseDouble(placed.group(2)), Double.parseDouble(placed.group(3))));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--add-zone", e.getMessage() + " in '" + text + "'");
        }
    }

    private static String zone(Zonegroup group, String place, String name) {
        return group.zones().stream()
                .filter(zone -> zone.name().equals(name) || zone.id().equals(name))
                .map(Zone::id)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        place,
                        "must be a zone of zonegroup " + group.name() + " ("
                                + String.join(
                                        ", ",
                                        group.zones().stream().map(Zone::name).toList())
                                + "): '" + name + "'"));
    }
}
