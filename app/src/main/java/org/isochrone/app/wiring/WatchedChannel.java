package org.isochrone.app.wiring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;

/**
 * A channel that remembers whether it could be reached the last time that somebody used it. Safe for any thread, as the
 * channel is.
 */
final class WatchedChannel implements MapChannel {
    private final MapChannel channel;
    private final InstantSource clock;
    private volatile Optional<Away> away = Optional.empty();

    /**
     * That it cannot be reached.
     *
     * @param since the first use that failed
     * @param reason why, for people
     */
    record Away(Instant since, String reason) {}

    WatchedChannel(MapChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /** Returns since when it cannot be reached; empty while it can, and before the first use. */
    Optional<Away> away() {
        return away;
    }

    @Override
    public String name() {
        return channel.name();
    }

    @Override
    public void publish(PublishedMap map) {
        watch(() -> {
            channel.publish(map);
            return true;
        });
    }

    @Override
    public Optional<MapHead> head(String realmId) {
        return watch(() -> channel.head(realmId));
    }

    @Override
    public Optional<PublishedMap> fetch(MapHead head) {
        return watch(() -> channel.fetch(head));
    }

    private <T> T watch(Supplier<T> use) {
        try {
            T result = use.get();
            away = Optional.empty();
            return result;
        } catch (MapChannelException e) {
            // What is damaged was reached.
            away = e.damaged()
                    ? Optional.empty()
                    : Optional.of(
                            new Away(away.map(Away::since).orElseGet(clock::instant), String.valueOf(e.getMessage())));
            throw e;
        }
    }
}
