package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What every {@link HealthStore} does. */
public abstract class HealthStoreContract {
    /** A moment with microseconds, as all stores keep it. */
    protected static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** Returns an empty store. */
    protected abstract HealthStore store();

    @Test
    void keepsTheNewestOfEachSubjectInOrder() {
        HealthStore store = store();
        HealthObservation up = seen("ams", "http://a", "p1", HealthState.UP, 0);
        HealthObservation other = seen("ams", "http://a", "p2", HealthState.UP, 0);
        HealthObservation elsewhere = seen("nyc", "http://b", "p1", HealthState.DOWN, 0);
        store.observe(List.of(elsewhere, other, up));
        assertEquals(List.of(up, other, elsewhere), store.observations(T0));
        HealthObservation down = seen("ams", "http://a", "p1", HealthState.DOWN, 5);
        store.observe(List.of(down));
        assertEquals(List.of(down, other, elsewhere), store.observations(T0));
        assertEquals(List.of(down), store.observations(T0.plusSeconds(5)));
        assertEquals(List.of(), store.observations(T0.plusSeconds(6)));
    }

    @Test
    void anOlderObservationNeverReplacesANewerOne() {
        HealthStore store = store();
        HealthObservation late = seen("ams", "http://a", "p1", HealthState.DOWN, 9);
        HealthObservation early = seen("ams", "http://a", "p1", HealthState.UP, 3);
        store.observe(List.of(late, early));
        assertEquals(List.of(late), store.observations(T0));
        store.observe(List.of(early));
        store.observe(List.of());
        assertEquals(List.of(late), store.observations(T0));
    }

    @Test
    void numbersAndEndsOverrides() {
        HealthStore store = store();
        HumanOverride pin = store.add(override(HumanOverride.Kind.PIN, Optional.of(Prefix.parse("192.0.2.0/24")), 60));
        HumanOverride drain = store.add(override(HumanOverride.Kind.DRAIN, Optional.empty(), 600));
        assertTrue(pin.id() > 0 && drain.id() > pin.id());
        assertEquals(List.of(pin, drain), store.overrides(T0));
        assertEquals(List.of(drain), store.overrides(T0.plusSeconds(60)));
        assertTrue(store.end(drain.id(), T0.plusSeconds(30)));
        assertEquals(List.of(pin), store.overrides(T0.plusSeconds(30)));
        assertFalse(store.end(drain.id(), T0.plusSeconds(31)), "it has ended already");
        assertFalse(store.end(99_999, T0), "there is none");
    }

    @Test
    void signsOfLifeMayComeInAnyOrder() {
        HealthStore store = store();
        store.alive("p1", "ams", T0.plusSeconds(9));
        store.alive("p1", "ams", T0);
        store.alive("p2", "nyc", T0);
        assertEquals(List.of(), store.observations(Instant.EPOCH));
    }

    /** Returns what a peer saw {@code seconds} after {@link #T0}. */
    protected static HealthObservation seen(String zone, String endpoint, String peer, HealthState state, int seconds) {
        return new HealthObservation(zone, endpoint, peer, state, "because", T0, T0.plusSeconds(seconds));
    }

    private static HumanOverride override(HumanOverride.Kind kind, Optional<Prefix> prefix, int seconds) {
        return new HumanOverride(0, kind, "ams", prefix, "anna", "a 'test'", T0, T0.plusSeconds(seconds));
    }
}
