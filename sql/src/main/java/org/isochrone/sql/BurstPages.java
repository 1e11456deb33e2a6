package org.isochrone.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The bursts of a window of time in the order of the primary key (time, peer, sequence), a page at a time. Each page
 * starts behind the last row of the page before, so no connection is held in between. For one thread.
 */
final class BurstPages {
    /** Some megabytes. */
    static final int PAGE = 10_000;

    // STRAIGHT_JOIN: from any other table than burst the server would have to sort the whole window.
    private static final String SELECT = "SELECT STRAIGHT_JOIN b.at, b.peer_key, b.peer_sequence, b.method, b.sent,"
            + " b.received, b.rtt_min_ns, b.rtt_median_ns, b.rtt_max_ns, b.target, p.network, p.length, z.zone_id, e.name AS peer"
            + " FROM burst b"
            + " JOIN client_prefix p ON p.prefix_key = b.prefix_key"
            + " JOIN zone z ON z.zone_key = b.zone_key"
            + " JOIN peer e ON e.peer_key = b.peer_key"
            + " WHERE ";
    private static final String ORDER = " ORDER BY b.at, b.peer_key, b.peer_sequence LIMIT " + PAGE;
    private static final String FIRST = SELECT + "b.at >= ? AND b.at < ?" + ORDER;
    private static final String NEXT = SELECT
            + "((b.at = ? AND b.peer_key = ? AND b.peer_sequence > ?) OR (b.at = ? AND b.peer_key > ?)"
            + " OR (b.at > ? AND b.at < ?))"
            + ORDER;

    private final Database database;
    private final Instant from;
    private final Instant to;
    private List<BurstRow> page = List.of();
    private boolean started;

    BurstPages(Database database, Instant from, Instant to) {
        this.database = database;
        this.from = SqlTime.ceiling(from);
        this.to = SqlTime.ceiling(to);
    }

    /** Returns the next page; empty after the last. */
    List<BurstRow> next() {
        if (started && page.size() < PAGE) {
            return List.of();
        }
        page = database.read(
                "read bursts",
                connection -> started
                        ? Rows.select(connection, NEXT, row -> after(row, page.getLast()), BurstRow::read)
                        : Rows.select(connection, FIRST, row -> row.time(from).time(to), BurstRow::read));
        started = true;
        return page;
    }

    private void after(Parameters row, BurstRow last) throws SQLException {
        row.time(last.at()).number(last.peerKey()).number(last.sequence());
        row.time(last.at()).number(last.peerKey());
        row.time(last.at()).time(to);
    }
}
