package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.port.PeerEvents;
import org.junit.jupiter.api.Test;

/** What every {@link PeerEvents} does. */
public abstract class PeerEventsContract {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** Returns an empty store. */
    protected abstract PeerEvents store();

    @Test
    void keepsEachEventOnceAsItWasToldLast() {
        PeerEvents store = store();
        PeerEvent away = event("p", PeerEvent.Kind.NOT_STORED, 0, 5, 7);
        PeerEvent set = event("p", PeerEvent.Kind.CLOCK_JUMPED, 1, 1, -3_600_000);
        PeerEvent other = event("a", PeerEvent.Kind.NOT_STORED, 0, 0, 1);
        store.note(List.of(set, away, other));
        assertEquals(List.of(other, away, set), store.since(T0));
        PeerEvent longer = event("p", PeerEvent.Kind.NOT_STORED, 0, 60, 4000);
        store.note(List.of(longer));
        store.note(List.of(longer));
        assertEquals(List.of(other, longer, set), store.since(T0));
        assertEquals(List.of(longer), store.since(T0.plusSeconds(60)));
        store.note(List.of());
        assertEquals(List.of(), store.since(T0.plusSeconds(61)));
    }

    @Test
    void everyKindAndALongStory() {
        PeerEvents store = store();
        List<PeerEvent> all = List.of(PeerEvent.Kind.values()).stream()
                .map(kind -> new PeerEvent("p", kind, T0, T0.plusSeconds(9), 1, "ä".repeat(999)))
                .toList();
        store.note(all);
        assertEquals(all, store.since(T0));
        assertThrows(IllegalArgumentException.class, () -> event("p", PeerEvent.Kind.DIED, 1, 0, 0));
    }

    private static PeerEvent event(String peer, PeerEvent.Kind kind, int began, int ended, long amount) {
        return new PeerEvent(peer, kind, T0.plusSeconds(began), T0.plusSeconds(ended), amount, "because");
    }
}
