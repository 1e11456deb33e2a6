package org.isochrone.cron;

import java.time.Duration;
import org.isochrone.steering.config.Settings;

/**
 * Section {@code [Cron]}: who runs what only one may run. Immutable.
 *
 * @param fleet whether several processes that steer share that work through the database; {@code Fleet}, default no
 * @param checkIn how often each of them says there that it is alive; {@code CheckIn}, default 10 s, 1 s to 5 min
 */
public record CronConfig(boolean fleet, Duration checkIn) {
    private static final String SECTION = "Cron";

    /** Reads the section. */
    public static CronConfig from(Settings settings) {
        return new CronConfig(
                settings.flag(SECTION, "Fleet", false),
                settings.duration(
                        SECTION, "CheckIn", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(5)));
    }
}
