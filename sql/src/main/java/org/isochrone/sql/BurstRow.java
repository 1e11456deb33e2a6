package org.isochrone.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A burst as it is read, with what names its row.
 *
 * @param burst what was measured
 * @param peerKey who sent it
 * @param peer the name of who sent it
 * @param sequence its number among that peer's bursts
 */
record BurstRow(Burst burst, long peerKey, String peer, long sequence) {
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

    /** Reads a row of {@link BurstPages}. A loss has NULL times, which JDBC reads as 0, which is what a burst has. */
    static BurstRow read(ResultSet row) throws SQLException {
        Burst burst = new Burst(
                Place.prefix(row),
                row.getString("zone_id"),
                SqlTime.read(row, "at"),
                METHOD.read(row, "method"),
                row.getInt("sent"),
                row.getInt("received"),
                row.getLong("rtt_min_ns"),
                row.getLong("rtt_median_ns"),
                row.getLong("rtt_max_ns"),
                Optional.ofNullable(row.getBytes("target")).map(IpAddress::ofBytes));
        return new BurstRow(burst, row.getLong("peer_key"), row.getString("peer"), row.getLong("peer_sequence"));
    }
}
