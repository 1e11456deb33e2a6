package org.isochrone.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.isochrone.steering.testkit.MariaDbServer;

/** A program that migrates, stores bursts or maps, or rolls up, until it is killed: see {@link CrashTest}. */
final class CrashingProgram {
    private CrashingProgram() {}

    /** Arguments: what to do, the port of the server, the database. */
    public static void main(String[] args) {
        DbConfig config = DbConfig.at(
                "127.0.0.1", Integer.parseInt(args[1]), MariaDbServer.USER, MariaDbServer.PASSWORD, args[2]);
        try (Database database = Database.open(config, new Random(1))) {
            Instant now = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofDays(9));
            while (true) {
                switch (args[0]) {
                    case "append" -> CrashTest.fill(database);
                    case "migrate" -> new Migrations(database).migrate();
                    case "maps" -> CrashTest.saveMap(new SqlMapStore(database));
                    case "rollup" -> {
                        new RollUp(database).run(now);
                        // As if all bursts had just come.
                        database.write(
                                "start again",
                                connection -> Rows.update(connection, "DELETE FROM rollup_mark", row -> {}));
                    }
                    default -> throw new IllegalArgumentException(args[0]);
                }
            }
        }
    }
}
