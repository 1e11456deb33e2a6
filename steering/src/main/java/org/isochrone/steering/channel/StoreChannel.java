package org.isochrone.steering.channel;

import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.StoreException;

/**
 * The maps that the builder keeps in MySQL, for readers. Publishing does nothing: the builder saves a map together with
 * its own memory, before it publishes.
 */
public final class StoreChannel implements MapChannel {
    private final MapStore store;

    /** Reads from {@code store}. */
    public StoreChannel(MapStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public void publish(PublishedMap map) {
        // saved already
    }

    @Override
    public Optional<MapHead> head(String realmId) {
        return reading(() -> store.newest(realmId));
    }

    @Override
    public Optional<PublishedMap> fetch(MapHead head) {
        Optional<PublishedMap> map = reading(() ->
                        store.load(head.version().realmId(), head.version().serial()))
                .filter(found -> found.head().equals(head));
        map.ifPresent(MapCodec::verify);
        return map;
    }

    private static <T> T reading(Supplier<T> query) {
        try {
            return query.get();
        } catch (StoreException e) {
            throw new MapChannelException("MySQL cannot be asked for a map: " + e.getMessage(), e);
        }
    }
}
