package org.isochrone.bench.fleet;

import java.nio.file.Path;
import org.isochrone.sql.DbConfig;
import org.isochrone.steering.testkit.MariaDbServer;

class FleetReportsTest extends FleetReports {
    @Override
    Place place(Path empty) {
        MariaDbServer server = MariaDbServer.shared();
        return new Place(
                DbConfig.at(
                        "127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, server.freshDatabase()),
                server.clientCommand());
    }
}
