package org.isochrone.app.wiring;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;

/** Maps in this process's memory, where there is no memcached and nobody else reads. Safe for any thread. */
public final class InProcessChannel implements MapChannel {
    private final Map<String, PublishedMap> maps = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "in-process";
    }

    @Override
    public void publish(PublishedMap map) {
        maps.put(map.head().version().realmId(), map);
    }

    @Override
    public Optional<MapHead> head(String realmId) {
        return Optional.ofNullable(maps.get(realmId)).map(PublishedMap::head);
    }

    @Override
    public Optional<PublishedMap> fetch(MapHead head) {
        return Optional.ofNullable(maps.get(head.version().realmId()))
                .filter(map -> map.head().equals(head));
    }
}
