package org.isochrone.sql;

import java.util.Random;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests with a server of their own, which they may kill, and an empty database for each. */
abstract class OwnServer {
    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    static MariaDbServer server;

    @SuppressWarnings("NullAway.Init") // by @BeforeEach
    Database database;

    @BeforeAll
    static void start() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        database = TestDatabase.on(server);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Another program finds the server after its restart. */
    void restart() {
        server.restart();
        DbConfig config = database.config();
        database.close();
        database = Database.open(config, new Random(2));
    }

    /** Returns the one number that is selected. */
    long count(String sql) {
        return database.read(
                "read the test's tables",
                connection -> Rows.select(connection, sql, row -> {}, row -> row.getLong(1))
                        .getFirst());
    }

    /** Changes rows. */
    void execute(String sql) {
        database.read("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }
}
