package org.isochrone.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.port.BurstStore;

/** Bursts in the table {@code burst}, to the microsecond. Safe for any thread. */
public final class SqlBurstStore implements BurstStore {
    private final Database database;
    private final BurstInsert insert = new BurstInsert();

    /** Keeps bursts in {@code database}. */
    public SqlBurstStore(Database database) {
        this.database = database;
    }

    @Override
    public int append(String peer, List<NumberedBurst> bursts) {
        if (bursts.isEmpty()) {
            return 0;
        }
        return database.writeRepeatable(
                "append bursts of peer '" + peer + "'",
                connection -> BurstAppend.run(insert, database.keys(), connection, peer, bursts));
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
     * <p>Streams over one connection, so {@code sink} should not dawdle: the server gives up on a reader that takes
     * nothing for a minute. In memory are the names of all client prefixes and the bursts of one microsecond. Bursts of
     * the same time, prefix and zone come in the order of peer and sequence.
     */
    @Override
    public Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink) {
        return database.read("read bursts", connection -> BurstRead.run(connection, mark, from, to, sink));
    }
}
