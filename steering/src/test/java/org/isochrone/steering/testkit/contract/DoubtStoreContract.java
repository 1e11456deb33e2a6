package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.safety.Doubt;
import org.isochrone.steering.safety.Doubt.Kind;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.safety.HeldDoubt.Release;
import org.junit.jupiter.api.Test;

/** What every {@link DoubtStore} does. */
public abstract class DoubtStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final Doubt RUSH = new Doubt(Kind.RUSH, "ams", "60 % of the traffic");
    private static final Doubt FAST = new Doubt(Kind.FAST, "nyc", "all have fallen – by 30 ms");
    private static final Doubt STALE = new Doubt(Kind.STALE, "", "nothing was measured");
    private static final Release RELEASE = new Release("ann", "looked at it", T0.plusSeconds(60));

    /** Returns an empty store. */
    protected abstract DoubtStore store();

    @Test
    void whatLastsKeepsItsBeginning() {
        DoubtStore store = store();
        assertEquals(List.of(), store.doubts("realm"));
        assertEquals(List.of(held(FAST, T0), held(RUSH, T0)), store.keep("realm", List.of(RUSH, FAST), T0));
        Doubt worse = new Doubt(Kind.RUSH, "ams", "70 % of the traffic");
        Instant later = T0.plusSeconds(300);
        List<HeldDoubt> next = List.of(held(worse, T0), held(STALE, later));
        assertEquals(next, store.keep("realm", List.of(STALE, worse), later));
        assertEquals(next, store.doubts("realm"));
        assertEquals(List.of(), store.doubts("other"));
        assertEquals(List.of(), store.keep("realm", List.of(), later));
        assertEquals(List.of(held(RUSH, later)), store.keep("realm", List.of(RUSH), later), "begins anew");
    }

    @Test
    void aReleaseLastsAsLongAsItsDoubt() {
        DoubtStore store = store();
        assertEquals(0, store.release("realm", RELEASE));
        store.keep("realm", List.of(RUSH), T0);
        store.keep("other", List.of(RUSH), T0);
        assertEquals(1, store.release("realm", RELEASE));
        assertEquals(0, store.release("realm", RELEASE), "released already");
        HeldDoubt released = new HeldDoubt(RUSH, T0, Optional.of(RELEASE));
        Instant later = T0.plusSeconds(300);
        assertEquals(List.of(released, held(STALE, later)), store.keep("realm", List.of(RUSH, STALE), later));
        store.keep("realm", List.of(), later);
        assertEquals(List.of(held(RUSH, later)), store.keep("realm", List.of(RUSH), later), "a new doubt");
        assertEquals(List.of(held(RUSH, T0)), store.doubts("other"));
    }

    private static HeldDoubt held(Doubt doubt, Instant since) {
        return new HeldDoubt(doubt, since, Optional.empty());
    }
}
