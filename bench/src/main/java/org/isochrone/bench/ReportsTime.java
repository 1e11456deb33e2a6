package org.isochrone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.isochrone.bench.fleet.Fleet;
import org.isochrone.bench.fleet.FleetSize;
import org.isochrone.bench.fleet.MariaDbClient;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.report.Report;
import org.isochrone.sql.report.ReportScript;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;

/**
 * How long each report takes on a generated fleet. Arguments: port, file of the password, the client's option file, a
 * folder, client prefixes, days, bursts. A database that is filled already is not filled again.
 */
public final class ReportsTime {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int RUNS = 3;
    private static final long SEED = 1;

    private ReportsTime() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        Problems problems = new Problems();
        Map<String, Setting> settings = new HashMap<>();
        Map.of("Port", args[0], "User", "bench", "PasswordFile", args[1], "Database", "fleet", "StatementTimeout", "1h")
                .forEach((key, value) -> settings.put("DB." + key, new Setting(value, "arguments")));
        DbConfig config = DbConfig.from(new Settings(settings, problems));
        problems.throwIfAny();
        MariaDbClient client = new MariaDbClient(List.of("mariadb", "--defaults-file=" + args[2]), "fleet");
        FleetSize size = new FleetSize(
                Integer.parseInt(args[4]), Integer.parseInt(args[5]), Long.parseLong(args[6]), SEED, Instant.now());
        try (Database database = Database.open(config, new SecureRandom())) {
            new Migrations(database).migrate();
            Fleet fleet = new Fleet(size, database, client, Files.createDirectories(Path.of(args[3])));
            if (fleet.isThere()) {
                System.out.println("# the fleet is there already");
            } else {
                fill(fleet);
            }
            for (ReportScript script : Reports.list()) {
                time(new Reports(database), script.name());
            }
        }
    }

    private static void fill(Fleet fleet) throws IOException {
        long start = System.nanoTime();
        fleet.fill(step -> System.out.printf(Locale.ROOT, "# %.0f s: %s%n", (System.nanoTime() - start) / NANOS, step));
    }

    private static void time(Reports reports, String name) {
        double best = Double.MAX_VALUE;
        int rows = 0;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            Report report = reports.run(name, Map.of());
            best = Math.min(best, (System.nanoTime() - start) / NANOS);
            rows = report.rows().size();
            if (run == 0) {
                System.out.printf(Locale.ROOT, "# %s: %d rows, the first time %.3f s%n", name, rows, best);
            }
        }
        Figure.print("report-" + name + "-seconds", best, 3, "s");
    }
}
