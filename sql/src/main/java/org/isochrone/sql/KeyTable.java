package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The integers that stand for long names inside the database: the surrogate keys of one table, which gets a row for a
 * name that is new. Keys are remembered, {@link #REMEMBERED} at most, and all forgotten every hour, since rows that
 * nobody asks for are deleted one day, and after any failure of the database, because a server that comes back may hold
 * another backup. Safe for any thread.
 *
 * @param <K> what is named
 */
final class KeyTable<K extends Comparable<K>> {
    /** About 20 MB of prefixes. */
    static final int REMEMBERED = 200_000;

    /** A row that is asked for says so once a day, so whoever deletes rows waits for much longer than both together. */
    static final Duration LIFE = Duration.ofHours(1);

    private final Form<K> form;
    private final LongSupplier failures;
    private final InstantSource clock;
    private final Map<K, Long> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long failuresSeen;
    private Instant since = Instant.EPOCH;

    /**
     * How the table looks.
     *
     * @param select reads {@code id}, whether the row has long not said that it is asked for, and the name, of the rows
     *     whose first name column is in the list that follows
     * @param touch lets the rows say that they are asked for whose ids are in the list that follows
     * @param insert adds rows, up to the word VALUES
     * @param columns how many parameters a new row has
     * @param unchanged an assignment that changes nothing, for a row that another connection adds at this moment
     * @param firstColumn sets the first name column
     * @param newRow sets the columns of a new row
     * @param name reads the name
     */
    record Form<K>(
            String select,
            String touch,
            String insert,
            int columns,
            String unchanged,
            Rows.Binder<K> firstColumn,
            NewRow<K> newRow,
            Rows.Reader<K> name) {}

    /** Sets the columns of a row for a name that was first met at some moment. */
    interface NewRow<K> {
        void bind(Parameters parameters, K name, Instant firstMet) throws SQLException;
    }

    private record Keyed<K>(K name, long key, boolean silent) {}

    KeyTable(Form<K> form, LongSupplier failures, InstantSource clock) {
        this.form = form;
        this.failures = failures;
        this.clock = clock;
    }

    /** Returns the key of one name, as {@link #of(Connection, Collection, Instant)} does. */
    long of(Connection connection, K name, Instant at) throws SQLException {
        return get(of(connection, List.of(name), at), name);
    }

    /** Returns the key of {@code name}, which was among the names asked for. */
    static <K> long get(Map<K, Long> keys, K name) {
        Long key = keys.get(name);
        if (key == null) {
            throw new IllegalStateException("was not asked for: " + name);
        }
        return key;
    }

    /**
     * Returns the key of every name, adding rows for those that are new, as part of the caller's transaction.
     * {@code at} is when a new one was first met.
     */
    Map<K, Long> of(Connection connection, Collection<K> names, Instant at) throws SQLException {
        Map<K, Long> keys = recall(names);
        // Everybody adds rows in the same order, so that two who add the same names do not deadlock.
        TreeSet<K> wanted = new TreeSet<>();
        names.stream().filter(name -> !keys.containsKey(name)).forEach(wanted::add);
        if (wanted.isEmpty()) {
            return keys;
        }
        // What this reads was committed. What is added or touched below is not yet, so it is not remembered before it
        // is read here.
        List<Keyed<K>> committed = read(connection, wanted);
        Map<K, Long> fresh = keys(committed, false);
        remember(fresh);
        keys.putAll(fresh);
        keys.putAll(touch(connection, keys(committed, true)));
        wanted.removeAll(keys.keySet());
        if (!wanted.isEmpty()) {
            Rows.insert(
                    connection,
                    form.insert(),
                    form.columns(),
                    "ON DUPLICATE KEY UPDATE " + form.unchanged(),
                    wanted,
                    (row, name) -> form.newRow().bind(row, name, at));
            read(connection, wanted).forEach(row -> keys.put(row.name(), row.key()));
        }
        return keys;
    }

    /** Returns those that are still there. They stay, since from here on their rows are locked and new. */
    private Map<K, Long> touch(Connection connection, Map<K, Long> silent) throws SQLException {
        if (silent.isEmpty()) {
            return silent;
        }
        Rows.updateIn(connection, form.touch(), _ -> {}, new TreeSet<>(silent.values()), Parameters::number);
        return keys(read(connection, silent.keySet()), false);
    }

    private static <K> Map<K, Long> keys(List<Keyed<K>> rows, boolean silent) {
        return rows.stream().filter(row -> row.silent() == silent).collect(Collectors.toMap(Keyed::name, Keyed::key));
    }

    private List<Keyed<K>> read(Connection connection, Collection<K> names) throws SQLException {
        return Rows.selectIn(
                        connection,
                        form.select(),
                        "",
                        names,
                        form.firstColumn(),
                        row -> new Keyed<>(form.name().read(row), row.getLong(1), row.getBoolean(2)))
                .stream()
                .filter(row -> names.contains(row.name()))
                .toList();
    }

    private synchronized Map<K, Long> recall(Collection<K> names) {
        Instant now = clock.instant();
        boolean current = !now.isBefore(since) && now.isBefore(since.plus(LIFE));
        if (!current || failures.getAsLong() != failuresSeen) {
            since = now;
            failuresSeen = failures.getAsLong();
            remembered.clear();
        }
        Map<K, Long> known = HashMap.newHashMap(names.size());
        for (K name : names) {
            Long key = remembered.get(name);
            if (key != null) {
                known.put(name, key);
            }
        }
        return known;
    }

    /** Notes keys that were read from what is committed, of rows that have said of late that they are asked for. */
    synchronized void remember(Map<K, Long> keys) {
        remembered.putAll(keys);
    }
}
