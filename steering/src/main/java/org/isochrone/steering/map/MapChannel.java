package org.isochrone.steering.map;

import java.util.Optional;

/**
 * A place where maps are published for readers: memcached, a file, a process's memory. Safe for any thread. Methods may
 * wait, and throw {@link MapChannelException} when the place cannot be reached or holds damaged data.
 */
public interface MapChannel {
    /** Returns what people call it: {@code memcached}, {@code file}, {@code mysql}. */
    String name();

    /** Publishes a map: its content first, its head last, so that no reader sees a head without content. */
    void publish(PublishedMap map);

    /** Returns the head that stands there for the realm. */
    Optional<MapHead> head(String realmId);

    /** Returns the content for {@code head}, its hash verified; empty if it is gone or incomplete. */
    Optional<PublishedMap> fetch(MapHead head);
}
