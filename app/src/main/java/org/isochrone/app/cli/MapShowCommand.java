package org.isochrone.app.cli;

import java.util.List;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Table;
import org.isochrone.app.wiring.Channels;
import org.isochrone.app.wiring.Snapshots;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class MapShowCommand extends Configured {
    private static final int SHORT_HASH = 16;

    @Option(names = "--json", description = "Prints a JSON object, with the hashes in full.")
    private boolean json;

    MapShowCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Configuration configuration = configuration();
        try (Stores stores = Stores.open(configuration, context().clock());
                Channels channels =
                        Channels.open(configuration, stores.maps(), context().clock())) {
            Topology topology = Snapshots.read(
                            configuration, stores, channels, context().clock())
                    .topology();
            String realm = topology.realm().id();
            List<Place> places =
                    channels.all().stream().map(channel -> look(channel, realm)).toList();
            List<HeldDoubt> doubts = stores.doubts().doubts(realm);
            if (json) {
                console()
                        .json(Jsons.object(
                                "places",
                                Jsons.array(places, Place::json),
                                "doubts",
                                Jsons.array(doubts, held -> DoubtText.json(held, topology))));
            } else {
                console().text(table(places).text());
                doubts.forEach(held -> console().line(DoubtText.line(held)));
            }
            boolean agreed = places.stream().map(Place::content).distinct().count() == 1;
            return agreed ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static Place look(MapChannel channel, String realm) {
        try {
            Optional<MapHead> head = channel.head(realm);
            return new Place(channel.name(), head, head.isPresent() ? "" : "there is none");
        } catch (MapChannelException e) {
            return new Place(channel.name(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static Table table(List<Place> places) {
        Table table = new Table("place", "map", "created", "bytes", "hash", "problem");
        places.forEach(place -> table.row(
                place.name(),
                place.version("-"),
                place.created("-"),
                place.size(),
                place.shortHash(),
                place.problem()));
        return table;
    }

    /** What a place has. */
    private record Place(String name, Optional<MapHead> head, String problem) {
        String version(String none) {
            return head.map(found -> found.version().toString()).orElse(none);
        }

        String created(String none) {
            return head.map(found -> found.createdAt().toString()).orElse(none);
        }

        int size() {
            return head.map(MapHead::size).orElse(0);
        }

        String hash(String none) {
            return head.map(MapHead::hash).orElse(none);
        }

        /** Enough to see whether two are the same, and short enough for a terminal. */
        String shortHash() {
            String hash = hash("-");
            return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
        }

        /** The same in two places that have the same map; where there is none, in no two. */
        String content() {
            return hash(name);
        }

        Json json() {
            return Jsons.object(
                    "place", name,
                    "map", version(""),
                    "created_at", created(""),
                    "bytes", size(),
                    "hash", hash(""),
                    "problem", problem);
        }
    }
}
