package org.isochrone.app.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.isochrone.cron.CronConfig;
import org.isochrone.cron.Duty;
import org.isochrone.cron.FleetTimetable;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;

/**
 * A process with one job of the fleet. Each run writes a line of {@code begun PID}, and one of {@code done PID} at its
 * end, which comes only if the file {@code go} is there: who finds none waits for ever.
 */
final class FleetMember {
    private FleetMember() {}

    /** Runs until it is ended: port, user, file with the password, database, folder. */
    public static void main(String... arguments) throws Exception {
        String password = Files.readString(Path.of(arguments[2])).strip();
        Path folder = Path.of(arguments[4]);
        DbConfig config =
                DbConfig.at("127.0.0.1", Integer.parseInt(arguments[0]), arguments[1], password, arguments[3]);
        Database database = Database.open(config, RandomGenerator.getDefault());
        CronConfig cron = new CronConfig(true, Duration.ofSeconds(1));
        FleetTimetable fleet = new FleetTimetable(database.source(), cron, RandomGenerator.getDefault());
        fleet.every(Duty.STEER_ROUND, "", Duration.ofHours(1), () -> {
            write(folder, "begun");
            if (!Files.exists(folder.resolve("go"))) {
                new CountDownLatch(1).await();
            }
            write(folder, "done");
        });
        fleet.join();
        write(folder, "joined");
        new CountDownLatch(1).await();
    }

    private static void write(Path folder, String what) throws Exception {
        Files.writeString(
                folder.resolve("story"),
                what + " " + ProcessHandle.current().pid() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
