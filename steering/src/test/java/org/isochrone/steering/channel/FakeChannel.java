package org.isochrone.steering.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;

/** A channel in memory that can be broken: unreachable, without content, with content of another map. */
final class FakeChannel implements MapChannel {
    private final String name;
    private final Map<String, MapHead> heads = new HashMap<>();
    private final Map<String, PublishedMap> contents = new HashMap<>();
    boolean away;
    int asked;

    FakeChannel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void publish(PublishedMap map) {
        answer();
        contents.put(map.head().hash(), map);
        heads.put(map.head().version().realmId(), map.head());
    }

    /** Shows {@code head} to who asks for {@code realmId}. */
    void show(String realmId, MapHead head) {
        heads.put(realmId, head);
    }

    /** Holds {@code content} where {@code head} says. */
    void hold(MapHead head, byte[] content) {
        contents.put(head.hash(), new PublishedMap(head, content));
    }

    void lose(MapHead head) {
        contents.remove(head.hash());
    }

    @Override
    public Optional<MapHead> head(String realmId) {
        answer();
        asked++;
        return Optional.ofNullable(heads.get(realmId));
    }

    @Override
    public Optional<PublishedMap> fetch(MapHead head) {
        answer();
        return Optional.ofNullable(contents.get(head.hash()));
    }

    private void answer() {
        if (away) {
            throw new MapChannelException(name + " does not answer", new IllegalStateException("away"));
        }
    }
}
