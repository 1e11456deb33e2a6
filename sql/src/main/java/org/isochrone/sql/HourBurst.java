package org.isochrone.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * What roll-ups need of a burst. Immutable.
 *
 * @param country of the client prefix; empty: unknown
 * @param rttNanos smallest RTT; 0 for a loss
 */
record HourBurst(
        long peerKey, long prefixKey, String country, long zoneKey, int method, int sent, int received, long rttNanos) {
    /** The order in which the roll-ups by client prefix are clustered. */
    static final Comparator<HourBurst> BY_PREFIX = Comparator.comparingLong(HourBurst::prefixKey)
            .thenComparingLong(HourBurst::zoneKey)
            .thenComparing(HourBurst::passive);

    private static final int PASSIVE = BurstRow.METHOD.code(ProbeMethod.PASSIVE);

    /** Tells whether real clients' connections were watched, and nothing was sent. */
    boolean passive() {
        return method == PASSIVE;
    }

    /** Reads a row that has the columns by their names. */
    static HourBurst read(ResultSet row) throws SQLException {
        return new HourBurst(
                row.getLong("peer_key"),
                row.getLong("prefix_key"),
                row.getString("country").intern(),
                row.getLong("zone_key"),
                row.getInt("method"),
                row.getInt("sent"),
                row.getInt("received"),
                row.getLong("rtt_min_ns"));
    }
}
