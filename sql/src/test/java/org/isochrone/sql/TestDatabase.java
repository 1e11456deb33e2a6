package org.isochrone.sql;

import java.time.Duration;
import java.util.Random;
import org.isochrone.steering.testkit.MariaDbServer;

/** Databases for tests. */
final class TestDatabase {
    private TestDatabase() {}

    /** An empty database on the server of this test JVM; skips or fails the test where there is none. */
    static Database empty() {
        return on(MariaDbServer.shared());
    }

    /** A database with the schema. */
    static Database migrated() {
        Database database = empty();
        new Migrations(database).migrate();
        return database;
    }

    /** An empty database on {@code server}. */
    static Database on(MariaDbServer server) {
        return Database.open(
                DbConfig.at(
                        "127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, server.freshDatabase()),
                new Random(1));
    }

    /** The same place with other limits, and two connections. */
    static DbConfig limited(DbConfig config, Duration connect, Duration statement) {
        return new DbConfig(
                config.type(),
                config.server(),
                config.port(),
                config.user(),
                config.password(),
                config.database(),
                2,
                connect,
                statement,
                config.tls());
    }
}
