package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was stored before the tables were divided by day is still there, and counts as the first batch of its peer. */
class FleetMigrationTest {
    private final Database database = TestDatabase.empty();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oldBurstsStayAndAreTheFirstBatch() {
        new Migrations(database, List.of(Migrations.LOCATION), "007").migrate();
        execute("INSERT INTO peer (peer_key, name) VALUES (1, 'one'), (2, 'two'), (3, 'silent')");
        execute("INSERT INTO burst (at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received)"
                + " VALUES ('2026-03-01 00:00:02.5', 1, 7, 1, 1, 0, 3, 0), ('2026-03-01 00:00:01', 1, 9, 1, 1, 0, 3, 0),"
                + " ('2025-01-01', 2, 1, 1, 1, 0, 3, 0)");
        execute("INSERT INTO client_count (hour, prefix_key, questions) VALUES ('2026-03-01 05:00:00', 1, 99)");
        check(new Migrations(database));
        // A script that broke off after its last statement runs again over what is there.
        execute("UPDATE schema_history SET success = FALSE WHERE version = '008'");
        execute("DELETE FROM schema_history WHERE version > '008'");
        new Migrations(database).forgetFailure();
        check(new Migrations(database));
    }

    private void check(Migrations migrations) {
        migrations.migrate();
        assertEquals(
                List.of("7 1", "9 1", "1 1"),
                texts("SELECT CONCAT(peer_sequence, ' ', batch) FROM burst ORDER BY" + " peer_key, peer_sequence"));
        assertEquals(
                List.of("one 1 9 2026-03-01 00:00:02.500000", "two 1 1 2025-01-01 00:00:00.000000"),
                texts("SELECT CONCAT_WS(' ', name, last_batch, last_sequence, first_burst) FROM peer"
                        + " WHERE last_batch > 0 ORDER BY name"));
        assertEquals(
                List.of(
                        "1 1 2026-03-01 00:00:01.000000 2026-03-01 00:00:02.500000 2",
                        "2 1 2025-01-01 00:00:00.000000 2025-01-01 00:00:00.000000 1"),
                texts("SELECT CONCAT_WS(' ', peer_key, batch, first_at, last_at, bursts) FROM burst_batch"
                        + " ORDER BY peer_key"));
        assertEquals(List.of("99"), texts("SELECT questions FROM client_count"));
        assertEquals(List.of("2048"), texts("SELECT COUNT(*) FROM sketch_bucket"));
    }

    private void execute(String sql) {
        database.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }

    private List<String> texts(String sql) {
        return database.read(
                "read the test's tables",
                connection -> Rows.select(connection, sql, row -> {}, row -> row.getString(1)));
    }
}
