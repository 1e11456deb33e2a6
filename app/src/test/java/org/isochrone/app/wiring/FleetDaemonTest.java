package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.fixture.Site;
import org.isochrone.cron.JobCounts;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that steer, as a configuration file makes them. */
class FleetDaemonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void twoThatSteerShareTheWorkAndWaitForTheTables() throws IOException {
        MariaDbServer server = MariaDbServer.shared();
        String database = server.freshDatabase();
        try (Daemon one = daemon(server, database, "one");
                Daemon other = daemon(server, database, "other")) {
            one.run();
            other.run();
            Await.until(
                    PATIENCE,
                    () -> counts(one, "fleet").failures() > 0
                            && counts(other, "fleet").failures() > 0);
            one.stores().migrations().migrate();
            for (String job : List.of("steer-round", "roll-up", "retention")) {
                Await.until(
                        PATIENCE,
                        () -> counts(one, job).runs() + counts(other, job).runs() > 0);
            }
            Await.until(
                    PATIENCE,
                    () -> server.execute(database, "SELECT INSTANCE_NAME FROM QRTZ_SCHEDULER_STATE")
                                    .lines()
                                    .count()
                            == 3);
            for (String job : List.of("steer-round", "roll-up", "retention")) {
                assertEquals(1, counts(one, job).runs() + counts(other, job).runs(), job);
            }
        }
    }

    private Daemon daemon(MariaDbServer server, String database, String name) throws IOException {
        Site site = Site.on(server, database, Files.createDirectory(folder.resolve(name)));
        Configuration configuration = site.configuration("Cron.Fleet=yes", "Cron.CheckIn=1s", "Steering.Interval=1h");
        return Daemon.assemble(configuration, Set.of(Role.STEER), List.of(), Clocks.system());
    }

    private static JobCounts counts(Daemon daemon, String job) {
        return Objects.requireNonNull(daemon.jobs().getOrDefault(job, new JobCounts(0, 0, 0, 0)));
    }
}
