package org.isochrone.steering.build;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.isochrone.steering.channel.StoreChannel;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.port.MapStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a build goes on from: the map that clients are answered by, and what the builder remembers of it. Where the
 * memory is lost or damaged, the map itself says where everybody is, so that margins, churn budget and safety limit
 * hold for the next one as for any other. The store is asked first; the channels are asked for what it does not have.
 */
final class Incumbent {
    private static final Logger LOG = LoggerFactory.getLogger(Incumbent.class);

    private final MapStore store;
    private final List<MapChannel> places;
    private final String realm;
    private final Optional<MapHead> head;

    /** Finds the newest map of a realm in {@code store}; if that has none, in {@code channels}. */
    Incumbent(MapStore store, List<MapChannel> channels, String realm) {
        this.store = store;
        this.realm = realm;
        this.places = Stream.concat(Stream.of(new StoreChannel(store)), channels.stream())
                .toList();
        this.head = store.newest(realm).or(() -> first(place -> place.head(realm)));
    }

    /** Returns the head of the map; empty if none was ever published. */
    Optional<MapHead> head() {
        return head;
    }

    /** Returns what the builder remembered with the map, or as much of it as the map tells. */
    BuilderState memory() {
        try {
            byte[] memory = store.builderState(realm);
            if (memory.length > 0 || head.isEmpty()) {
                return BuilderState.decode(memory);
            }
            LOG.warn("what the last build remembered is missing");
        } catch (IllegalArgumentException e) {
            LOG.warn("what the last build remembered cannot be read: {}", e.getMessage());
        }
        return head.flatMap(known -> first(place -> place.fetch(known).map(MapCodec::decode)))
                .map(this::told)
                .orElseGet(() -> {
                    LOG.error("no map of realm {} can be read either: the next one moves clients without limit", realm);
                    return BuilderState.EMPTY;
                });
    }

    private BuilderState told(CellMap map) {
        BuilderState memory = BuilderState.of(map);
        LOG.warn(
                "went on from map {} itself, which says where {} prefixes are: moves that waited begin anew",
                map.version(),
                memory.size());
        return memory;
    }

    private <T> Optional<T> first(Function<MapChannel, Optional<T>> question) {
        return places.stream().flatMap(place -> ask(place, question).stream()).findFirst();
    }

    private static <T> Optional<T> ask(MapChannel place, Function<MapChannel, Optional<T>> question) {
        try {
            return question.apply(place);
        } catch (MapChannelException e) {
            LOG.warn("{} was asked for the newest map: {}", place.name(), e.getMessage());
            return Optional.empty();
        }
    }
}
