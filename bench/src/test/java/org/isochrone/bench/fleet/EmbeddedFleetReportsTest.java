package org.isochrone.bench.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.embedded.EmbeddedMariaDb;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.AfterAll;

/** The same on the server that the program brings along, which is of another version and plans in its own way. */
class EmbeddedFleetReportsTest extends FleetReports {
    private static final DbConfig SETTINGS = DbConfig.at("", 0, "", "", "isochrone");

    @SuppressWarnings("NullAway.Init") // by place, before all tests
    private EmbeddedMariaDb server;

    @Override
    Place place(Path empty) throws IOException {
        server = EmbeddedMariaDb.start(empty.resolve("database"), 0, SETTINGS.database());
        DbConfig config = server.config(SETTINGS);
        Path options = empty.resolve("client.cnf");
        Files.writeString(
                options,
                "[client]\nuser=" + config.user() + "\npassword=" + config.password() + "\nhost=127.0.0.1\nport="
                        + config.port() + "\nprotocol=tcp\n");
        return new Place(config, List.of(Servers.require("mariadb").toString(), "--defaults-file=" + options));
    }

    @AfterAll
    void stop() {
        server.close();
    }
}
