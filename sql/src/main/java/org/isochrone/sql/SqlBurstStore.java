package org.isochrone.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.port.BurstStore;

/** Bursts in the table {@code burst}, to the microsecond. Safe for any thread. */
public final class SqlBurstStore implements BurstStore {
    private final Database database;

    /** Keeps bursts in {@code database}. */
    public SqlBurstStore(Database database) {
        this.database = database;
    }

    @Override
    public int append(String peer, List<NumberedBurst> bursts) {
        if (bursts.isEmpty()) {
            return 0;
        }
        return database.write(
                "append bursts of peer '" + peer + "'",
                connection -> BurstAppend.run(database.keys(), connection, peer, bursts));
    }

    @Override
    public Optional<Instant> first(String peer) {
        return database
                .read(
                        "read the first burst of peer '" + peer + "'",
                        connection -> Rows.select(
                                connection,
                                "SELECT first_burst FROM peer WHERE name = ? AND first_burst IS NOT NULL",
                                row -> row.text(peer),
                                row -> SqlTime.read(row, "first_burst")))
                .stream()
                .findFirst();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Reads a page at a time, so that a slow {@code sink} holds no connection, and keeps in memory one page and the
     * bursts of one microsecond. Bursts of the same time, prefix and zone come in the order of peer and sequence.
     */
    @Override
    public void scan(Instant from, Instant to, Consumer<Burst> sink) {
        BurstPages pages = new BurstPages(database, from, to);
        BurstSorter sorter = new BurstSorter(sink);
        for (List<BurstRow> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(sorter);
        }
        sorter.flush();
    }
}
