package org.isochrone.sql;

import java.nio.file.Path;
import java.util.Random;
import org.isochrone.sql.embedded.EmbeddedMariaDb;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.testkit.contract.BurstStoreContract;
import org.isochrone.steering.testkit.contract.MapStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The migrations and two of the stores on the embedded server, as its user. */
class EmbeddedStoresTest {
    private static final DbConfig SETTINGS = DbConfig.at("", 0, "", "", "isochrone");

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static EmbeddedMariaDb server;

    @SuppressWarnings("NullAway.Init") // by @BeforeEach
    private Database database;

    @BeforeAll
    static void start() {
        server = EmbeddedMariaDb.start(folder.resolve("database"), 0, SETTINGS.database());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        try (Database old = Database.open(server.config(SETTINGS), new Random(1))) {
            old.read("drop", connection -> Rows.update(connection, "DROP DATABASE isochrone", row -> {}));
            old.read("create", connection -> Rows.update(connection, "CREATE DATABASE isochrone", row -> {}));
        }
        database = Database.open(server.config(SETTINGS), new Random(1));
        new Migrations(database).migrate();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Nested
    class Bursts extends BurstStoreContract {
        @Override
        protected BurstStore store() {
            return new SqlBurstStore(database);
        }
    }

    @Nested
    class Maps extends MapStoreContract {
        @Override
        protected MapStore store() {
            return new SqlMapStore(database);
        }
    }
}
