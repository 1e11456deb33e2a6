package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an older program has stored is still there, and means what it meant. */
class FleetMigrationTest {
    private final Database database = TestDatabase.empty();

    @AfterEach
    void close() {
        database.close();
    }

    /** Before the tables were divided by day. */
    @Test
    void oldBurstsStayAndAreTheFirstBatch() {
        migrateTo("007");
        execute("INSERT INTO peer (peer_key, name) VALUES (1, 'one'), (2, 'two'), (3, 'silent')");
        execute("INSERT INTO burst (at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received)"
                + " VALUES ('2026-03-01 00:00:02.5', 1, 7, 1, 1, 0, 3, 0), ('2026-03-01 00:00:01', 1, 9, 1, 1, 0, 3, 0),"
                + " ('2025-01-01', 2, 1, 1, 1, 0, 3, 0)");
        execute("INSERT INTO client_count (hour, prefix_key, questions) VALUES ('2026-03-01 05:00:00', 1, 99)");
        migrateTo("latest");
        checkBursts();
        migrateAgainFrom("008");
        checkBursts();
    }

    private void checkBursts() {
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

    /** When an older program last met one nobody has noted, so none is forgotten at once. */
    @Test
    void oldClientPrefixesCountAsMetOnTheDayOfTheUpgradeAndImportedOnesStay() {
        migrateTo("021");
        execute("INSERT INTO client_prefix (prefix_key, network, length, asn, country, latitude, longitude, first_seen)"
                + " VALUES (1, X'C0000200', 24, 0, '', NULL, NULL, '2020-01-01'),"
                + " (2, X'C6336400', 24, 64496, '', NULL, NULL, '2020-01-01'),"
                + " (3, X'CB007100', 24, 0, 'DE', NULL, NULL, '2020-01-01'),"
                + " (4, X'C0586300', 24, 0, '', 52.5, 13.4, '2020-01-01')");
        migrateTo("latest");
        checkPrefixes();
        migrateAgainFrom("022");
        checkPrefixes();
    }

    private void checkPrefixes() {
        assertEquals(
                List.of("1 today", "2 stays", "3 stays", "4 stays"),
                texts("SELECT CONCAT(prefix_key, ' ', CASE WHEN last_seen IS NULL THEN 'stays' WHEN last_seen BETWEEN"
                        + " UTC_TIMESTAMP() - INTERVAL 1 HOUR AND UTC_TIMESTAMP() + INTERVAL 1 MINUTE THEN 'today'"
                        + " ELSE last_seen END) FROM client_prefix ORDER BY prefix_key"));
    }

    /** Two who saved at once may have left them. */
    @Test
    void estimatesThatBelongToNoSetGo() {
        migrateTo("021");
        execute("INSERT INTO estimate_run (run_key, realm_id, map_serial, created_at, complete)"
                + " VALUES (1, 'realm', 7, '2026-03-01', TRUE)");
        for (int run = 1; run <= 2; run++) {
            execute("INSERT INTO estimate (run_key, network, length, zone_key, place, rtt_ns, error_ns, bursts, newest,"
                    + " provenance, reachable) VALUES (" + run
                    + ", X'C0000200', 24, 1, 1, 5, 0, 1, '2026-03-01', 0, TRUE)");
        }
        migrateTo("latest");
        assertEquals(List.of("1"), texts("SELECT run_key FROM estimate"));
        assertEquals(List.of("7"), texts("SELECT map_serial FROM current_estimate"));
    }

    private void migrateTo(String version) {
        new Migrations(database, List.of(Migrations.LOCATION), version).migrate();
    }

    /** A script that broke off after its last statement runs again over what is there, and all behind it. */
    private void migrateAgainFrom(String version) {
        execute("UPDATE schema_history SET success = FALSE WHERE version = '" + version + "'");
        execute("DELETE FROM schema_history WHERE version > '" + version + "'");
        new Migrations(database).forgetFailure();
        migrateTo("latest");
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
