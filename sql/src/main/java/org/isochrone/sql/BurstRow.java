package org.isochrone.sql;

import java.time.Instant;
import java.util.Comparator;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * A burst as it is read, with what names its row.
 *
 * @param burst what was measured
 * @param peer the name of who sent it
 * @param sequence its number among that peer's bursts
 */
record BurstRow(Burst burst, String peer, long sequence) {
    /** The order within one moment. */
    static final Comparator<BurstRow> WITHIN_MOMENT = Comparator.comparing(
                    (BurstRow row) -> row.burst().prefix())
            .thenComparing(row -> row.burst().zone())
            .thenComparing(BurstRow::peer)
            .thenComparingLong(BurstRow::sequence);

    /** How the method of a burst is stored. */
    static final EnumColumn<ProbeMethod> METHOD = new EnumColumn<>(ProbeMethod.class);

    /** Returns when it was measured. */
    Instant at() {
        return burst.at();
    }
}
