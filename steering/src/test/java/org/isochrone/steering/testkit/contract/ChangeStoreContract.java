package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.history.ChangeSummary;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Realised;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What every {@link ChangeStore} does. Its maps 1 to 3 of the realm are kept; their zonegroup is {@code zg}. */
public abstract class ChangeStoreContract {
    /** When map 1 was made; each later one was made a second later. */
    protected static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

    /** The realm of the maps. */
    protected static final String REALM = "realm";

    private static final Prefix V4 = Prefix.parse("192.0.2.0/24");
    private static final Prefix V6 = Prefix.parse("2001:db8::/48");

    /** Returns an empty store beside which the maps 1 to 3 of {@link #REALM} are kept. */
    protected abstract ChangeStore store();

    @Test
    void tellsTheChangesOfAPrefixNewestFirst() {
        ChangeStore store = store();
        assertEquals(List.of(), store.of(REALM, V4, 10));
        MapChange first = change(1, "", V4, Reason.FASTER, 7_000_000);
        MapChange second = change(2, "zg", V4, Reason.UNREACHABLE, -3_000_000);
        MapChange whole = change(2, "", V4, Reason.GONE, 0);
        MapChange other = change(2, "zg", V6, Reason.ROLLBACK, 1);
        store.add(REALM, List.of(first));
        store.add(REALM, List.of(second, whole, other));
        store.add(REALM, List.of(second));
        assertEquals(List.of(whole, second, first), store.of(REALM, V4, 10));
        assertEquals(List.of(whole), store.of(REALM, V4, 1));
        assertEquals(List.of(other), store.of(REALM, V6, 10));
        assertEquals(List.of(), store.of(REALM, Prefix.parse("192.0.2.0/25"), 10));
        assertEquals(List.of(), store.of("other", V4, 10));
    }

    @Test
    void keepsWhatChangesGained() {
        ChangeStore store = store();
        MapChange old = change(1, "zg", V4, Reason.FASTER, 7_000_000);
        MapChange good = change(2, "zg", V4, Reason.FASTER, 7_000_000);
        MapChange bad = change(2, "zg", V6, Reason.FASTER, 7_000_000);
        MapChange late = change(3, "zg", V6, Reason.TIED, -1);
        store.add(REALM, List.of(old, good, bad, late));
        assertEquals(List.of(good, bad, late), store.open(REALM, T0.plusSeconds(1), 10));
        assertEquals(List.of(old, good), store.open(REALM, T0, 2));
        assertEquals(List.of(), store.open("other", T0, 2));
        MapChange right = good.with(new Realised(5_000_000, 1_000_000, 12, T0.plusSeconds(3600)));
        MapChange wrong = bad.with(new Realised(-2_000_000, 1_000_000, 11, T0.plusSeconds(3600)));
        store.realised(REALM, List.of(right, wrong));
        assertEquals(List.of(right, old), store.of(REALM, V4, 10));
        assertEquals(List.of(late, wrong), store.of(REALM, V6, 10));
        assertEquals(List.of(old, late), store.open(REALM, T0, 10));
        MapChange even = old.with(new Realised(-999_999, 1_000_000, 10, T0.plusSeconds(3600)));
        store.realised(REALM, List.of(even));
        assertEquals(
                List.of(
                        new ChangeSummary(Reason.FASTER, 1, 1, 1, 0, 7_000_000, 666_667),
                        new ChangeSummary(Reason.TIED, 0, 0, 0, 1, 0, 0)),
                store.summary(REALM, T0));
        assertEquals(
                List.of(new ChangeSummary(Reason.TIED, 0, 0, 0, 1, 0, 0)), store.summary(REALM, T0.plusSeconds(2)));
    }

    private static MapChange change(long serial, String zonegroup, Prefix prefix, Reason reason, long gain) {
        return new MapChange(
                serial,
                T0.plusSeconds(serial - 1),
                zonegroup,
                prefix,
                "ams",
                "nyc",
                reason,
                gain,
                500_000,
                42,
                Optional.empty());
    }
}
