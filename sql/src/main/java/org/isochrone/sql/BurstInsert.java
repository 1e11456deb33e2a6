package org.isochrone.sql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Adds rows to the table {@code burst} as fast as the server takes them: by {@code LOAD DATA LOCAL INFILE} from memory,
 * which costs the server two thirds of an {@code INSERT} of many rows, and by that where the server has the former
 * switched off, as MySQL 8 has by default. Safe for any thread.
 */
final class BurstInsert {
    /** What servers say that will not load local data: MariaDB from 10.5 on, MySQL 8, MySQL 5.7 and older MariaDB. */
    private static final Set<Integer> SWITCHED_OFF = Set.of(4166, 3948, 1148);

    private static final String LOAD =
            "LOAD DATA LOCAL INFILE 'bursts' INTO TABLE burst CHARACTER SET binary " + BurstText.COLUMNS;
    private static final String INSERT = "INSERT INTO burst " + BurstText.COLUMNS + " VALUES ";

    private final AtomicBoolean loads = new AtomicBoolean(true);

    /**
     * Adds rows, each of which must be new.
     *
     * @param rows makes the text of them in a form
     * @param count how many they are
     */
    void run(Connection connection, Function<BurstText.Form, BurstText> rows, int count) throws SQLException {
        if (loads.get()) {
            try {
                load(connection, rows.apply(BurstText.Form.LINES).rows(), count);
                return;
            } catch (SQLException e) {
                if (!SWITCHED_OFF.contains(e.getErrorCode())) {
                    throw e;
                }
                loads.set(false);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(INSERT + rows.apply(BurstText.Form.VALUES).rows());
        }
    }

    /**
     * With LOCAL the server passes over what it does not like and only counts it, so the counts are looked at. The
     * driver is allowed to answer the server's request for a file for this one statement only, and then answers with
     * what is in memory, whichever file is asked for.
     */
    private static void load(Connection connection, String lines, int count) throws SQLException {
        byte[] bytes = lines.getBytes(StandardCharsets.ISO_8859_1);
        RuntimeProperty<Boolean> leave = connection
                .unwrap(JdbcConnection.class)
                .getPropertySet()
                .getBooleanProperty(PropertyKey.allowLoadLocalInfile);
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(new ByteArrayInputStream(bytes));
            leave.setValue(true);
            int added = statement.executeUpdate(LOAD);
            leave.setValue(false);
            SQLWarning warning = statement.getWarnings();
            if (warning != null) {
                throw new SQLException("the server changed a burst: " + warning.getMessage(), warning);
            }
            if (added != count) {
                throw new SQLException("the server took " + added + " of " + count + " bursts");
            }
        } finally {
            leave.setValue(false);
        }
    }
}
