package org.isochrone.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Many rows with few statements. */
final class Rows {
    /** Rows per statement: a statement stays far below {@code max_allowed_packet} (16 MiB) and 65535 parameters. */
    private static final int CHUNK = 1000;

    /** Items of one list: for one of a thousand or more, MariaDB joins a temporary table and may scan the other. */
    private static final int LIST = 500;

    private Rows() {}

    /** Sets the parameters of one row. */
    interface Binder<T> {
        void bind(Parameters parameters, T item) throws SQLException;
    }

    /** Reads one row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Runs {@code head VALUES (…),(…) tail}, a thousand rows at a time.
     *
     * @param head {@code INSERT INTO table (columns)}
     * @param columns how many parameters a row has
     * @param tail {@code ON DUPLICATE KEY UPDATE …} or empty
     * @return the sum of the rows affected, which counts an unchanged duplicate as 0, a new row as 1, a changed as 2
     */
    static <T> int insert(
            Connection connection, String head, int columns, String tail, Collection<T> items, Binder<T> binder)
            throws SQLException {
        String row = "(" + String.join(",", Collections.nCopies(columns, "?")) + ")";
        int affected = 0;
        for (List<T> chunk : chunks(items, CHUNK)) {
            String sql = head + " VALUES " + String.join(",", Collections.nCopies(chunk.size(), row)) + " " + tail;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Parameters parameters = new Parameters(statement);
                for (T item : chunk) {
                    binder.bind(parameters, item);
                }
                affected += statement.executeUpdate();
            }
        }
        return affected;
    }

    /** Runs {@code head (?,?,…) tail} with each item one parameter of the list, and reads every row of every chunk. */
    static <T, R> List<R> selectIn(
            Connection connection, String head, String tail, Collection<T> items, Binder<T> binder, Reader<R> reader)
            throws SQLException {
        return selectIn(connection, head, tail, _ -> {}, items, binder, reader);
    }

    /** Does the same with what {@code filler} sets before the list. */
    static <T, R> List<R> selectIn(
            Connection connection,
            String head,
            String tail,
            Filler filler,
            Collection<T> items,
            Binder<T> binder,
            Reader<R> reader)
            throws SQLException {
        List<R> found = new ArrayList<>();
        for (List<T> chunk : chunks(items, LIST)) {
            String sql = head + " (" + String.join(",", Collections.nCopies(chunk.size(), "?")) + ") " + tail;
            found.addAll(select(
                    connection,
                    sql,
                    parameters -> {
                        filler.fill(parameters);
                        for (T item : chunk) {
                            binder.bind(parameters, item);
                        }
                    },
                    reader));
        }
        return found;
    }

    /** Sets the parameters of one statement. */
    interface Filler {
        void fill(Parameters parameters) throws SQLException;
    }

    /** Runs a query and reads every row. */
    static <R> List<R> select(Connection connection, String sql, Filler filler, Reader<R> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            filler.fill(new Parameters(statement));
            try (ResultSet rows = statement.executeQuery()) {
                List<R> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
                return found;
            }
        }
    }

    /** Takes one row. */
    interface RowSink {
        void accept(ResultSet row) throws SQLException;
    }

    /** Runs a query and hands over row by row as they come, so that any number of them takes little memory. */
    static void stream(Connection connection, String sql, Filler filler, RowSink sink) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // What the driver takes for "as they come"; any other number lets it read everything first.
            statement.setFetchSize(Integer.MIN_VALUE);
            filler.fill(new Parameters(statement));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sink.accept(rows);
                }
            }
        }
    }

    /** Runs {@code head (?,?,…)} with what {@code filler} sets before the list; returns the rows affected. */
    static <T> int updateIn(Connection connection, String head, Filler filler, Collection<T> items, Binder<T> binder)
            throws SQLException {
        int affected = 0;
        for (List<T> chunk : chunks(items, LIST)) {
            String sql = head + " (" + String.join(",", Collections.nCopies(chunk.size(), "?")) + ")";
            affected += update(connection, sql, parameters -> {
                filler.fill(parameters);
                for (T item : chunk) {
                    binder.bind(parameters, item);
                }
            });
        }
        return affected;
    }

    /** Runs one update per item, a thousand of them in one round trip; returns the rows affected. */
    static <T> int updateEach(Connection connection, String sql, Collection<T> items, Binder<T> binder)
            throws SQLException {
        int affected = 0;
        for (List<T> chunk : chunks(items, CHUNK)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (T item : chunk) {
                    binder.bind(new Parameters(statement), item);
                    statement.addBatch();
                }
                affected += Arrays.stream(statement.executeBatch()).sum();
            }
        }
        return affected;
    }

    /** Runs an update and returns the rows affected. */
    static int update(Connection connection, String sql, Filler filler) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            filler.fill(new Parameters(statement));
            return statement.executeUpdate();
        }
    }

    private static long generatedKey(PreparedStatement statement) throws SQLException {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            if (!keys.next()) {
                throw new SQLException("the server gave no number to a new row");
            }
            return keys.getLong(1);
        }
    }

    /** Runs the insertion of one row and returns the number that the server gave to it. */
    static long insertOne(Connection connection, String sql, Filler filler) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            filler.fill(new Parameters(statement));
            statement.executeUpdate();
            return generatedKey(statement);
        }
    }

    /** Returns {@code items} in pieces of {@code size}, in their order. */
    static <T> List<List<T>> chunks(Collection<T> items, int size) {
        List<T> all = List.copyOf(items);
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return chunks;
    }
}
