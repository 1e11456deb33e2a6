package org.isochrone.app.wiring;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.steering.channel.FileChannel;
import org.isochrone.steering.channel.MapLoader;
import org.isochrone.steering.channel.StoreChannel;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.memcached.MemcachedChannel;
import org.isochrone.steering.port.MapStore;

/** Where maps are published and found: memcached, then MySQL, then the last one on disk. Safe for any thread. */
public final class Channels implements AutoCloseable {
    private final Optional<MemcachedChannel> memcached;
    private final WatchedChannel first;
    private final MapChannel store;
    private final MapChannel file;

    private Channels(
            Optional<MemcachedChannel> memcached, WatchedChannel first, MapStore maps, Configuration configuration) {
        this.memcached = memcached;
        this.first = first;
        this.store = new StoreChannel(maps);
        this.file = new FileChannel(configuration.application().data().resolve("maps"));
    }

    /** Opens the channels of a configuration; without memcached this process's memory takes its place. */
    public static Channels open(Configuration configuration, MapStore maps, InstantSource clock) {
        if (!configuration.memcached().enabled()) {
            WatchedChannel memory = new WatchedChannel(new InProcessChannel(), clock);
            return new Channels(Optional.empty(), memory, maps, configuration);
        }
        MemcachedChannel memcached = new MemcachedChannel(configuration.memcached());
        return new Channels(Optional.of(memcached), new WatchedChannel(memcached, clock), maps, configuration);
    }

    /** Returns since when memcached is away, and why; empty while it is there or not used. */
    Optional<WatchedChannel.Away> memcachedAway() {
        return first.away();
    }

    /** Returns where a new map goes, in this order; MySQL has it before. */
    public List<MapChannel> publishing() {
        return List.of(first, file);
    }

    /** Returns every place outside this process where maps are found. */
    public List<MapChannel> all() {
        return memcached.isPresent() ? List.of(first, store, file) : List.of(store, file);
    }

    /** Returns what looks for a newer map: memcached, MySQL, the file. */
    public MapLoader loader() {
        return new MapLoader(List.of(first, store), file);
    }

    /** Returns what looks for a newer map while MySQL is known to be away. */
    MapLoader loaderWithoutStore() {
        return new MapLoader(List.of(first), file);
    }

    /** Returns what looks for the last map on disk and nowhere else. */
    public MapLoader fileLoader() {
        return new MapLoader(List.of(), file);
    }

    @Override
    public void close() {
        memcached.ifPresent(MemcachedChannel::close);
    }
}
