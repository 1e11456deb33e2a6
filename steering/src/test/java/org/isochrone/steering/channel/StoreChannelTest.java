package org.isochrone.steering.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Maps;
import org.junit.jupiter.api.Test;

final class StoreChannelTest {
    private static final PublishedMap MAP = Maps.published(5);

    @Test
    void theNewestMapIsRead() {
        StoreChannel channel = new StoreChannel(new OneMap(Optional.of(MAP)));
        assertEquals(Optional.of(MAP.head()), channel.head("r1"));
        assertEquals(Optional.of(MAP), channel.fetch(MAP.head()));
        assertEquals(Optional.empty(), channel.fetch(Maps.published(6).head()));
        assertEquals(Optional.empty(), new StoreChannel(new OneMap(Optional.empty())).head("r1"));
    }

    @Test
    void publishingIsTheBuildersWork() {
        new StoreChannel(new Away()).publish(MAP);
    }

    @Test
    void damagedContentIsRefused() {
        PublishedMap damaged = new PublishedMap(MAP.head(), Maps.published(6).encoded());
        StoreChannel channel = new StoreChannel(new OneMap(Optional.of(damaged)));
        assertTrue(assertThrows(MapChannelException.class, () -> channel.fetch(MAP.head()))
                .damaged());
    }

    @Test
    void aStoreThatIsAwayIsUnreachable() {
        StoreChannel channel = new StoreChannel(new Away());
        assertFalse(assertThrows(MapChannelException.class, () -> channel.head("r1"))
                .damaged());
    }

    private static final class Away extends Reading {
        @Override
        Optional<PublishedMap> map() {
            throw new StoreException("connection refused", new IllegalStateException());
        }
    }

    private static final class OneMap extends Reading {
        private final Optional<PublishedMap> map;

        OneMap(Optional<PublishedMap> map) {
            this.map = map;
        }

        @Override
        Optional<PublishedMap> map() {
            return map;
        }
    }

    /** The side of the store that a channel reads. */
    private abstract static class Reading implements MapStore {
        abstract Optional<PublishedMap> map();

        @Override
        public Optional<MapHead> newest(String realmId) {
            return map().map(PublishedMap::head);
        }

        @Override
        public Optional<PublishedMap> load(String realmId, long serial) {
            return map();
        }

        @Override
        public void save(PublishedMap map, byte[] builderState, Arrivals inputs, MapStep step) {
            throw new AssertionError("a channel only reads");
        }

        @Override
        public Arrivals inputs(String realmId, long serial) {
            throw new AssertionError("a channel has no use for it");
        }

        @Override
        public byte[] builderState(String realmId) {
            throw new AssertionError("a channel has no use for it");
        }

        @Override
        public List<MapHead> history(String realmId, int limit) {
            throw new AssertionError("a channel has no use for it");
        }

        @Override
        public void saveEstimates(MapHead head, Iterable<PrefixEstimates> estimates) {
            throw new AssertionError("a channel only reads");
        }
    }
}
