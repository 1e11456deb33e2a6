package org.isochrone.sql;

import java.time.Duration;
import org.isochrone.steering.config.Durations;
import org.isochrone.steering.config.Settings;

/**
 * How long things are kept: section {@code [Retention]}. Immutable.
 *
 * @param bursts age of the oldest burst; more than steering looks back
 * @param counts age of the oldest count of questions; more than steering looks back
 * @param prefixHours age of the oldest hourly roll-up of a client prefix
 * @param hours age of the oldest hourly roll-up of a country or a peer
 * @param changes age of the oldest change of a map, and of the oldest head of a map
 * @param samples age of the oldest sampled decision
 * @param health age of the oldest change of health, of an observation that no peer has repeated, and of what befell
 *     peers
 * @param maps of how many of the newest maps of each realm the content is kept
 */
public record RetentionConfig(
        Duration bursts,
        Duration counts,
        Duration prefixHours,
        Duration hours,
        Duration changes,
        Duration samples,
        Duration health,
        int maps) {
    /** What holds where nothing is configured; more than the longest {@code [Steering] Window}. */
    public static final RetentionConfig DEFAULT = new RetentionConfig(
            Duration.ofDays(35),
            Duration.ofDays(35),
            Duration.ofDays(90),
            Duration.ofDays(1100),
            Duration.ofDays(400),
            Duration.ofDays(14),
            Duration.ofDays(90),
            100);

    private static final String SECTION = "Retention";

    /** So far back do peers weigh their targets by the questions of clients. */
    private static final Duration LEAST_COUNTS = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int FEWEST_MAPS = 2;
    private static final int MOST_MAPS = 100_000;

    /**
     * Reads the section; what does not fit is noted in the settings' problems.
     *
     * @param window how far back steering looks: {@code [Steering] Window}
     */
    public static RetentionConfig from(Settings settings, Duration window) {
        return new RetentionConfig(
                beyond(window, settings, "Bursts", DEFAULT.bursts, Duration.ofHours(1)),
                beyond(window, settings, "Counts", DEFAULT.counts, LEAST_COUNTS),
                settings.duration(SECTION, "PrefixHours", DEFAULT.prefixHours, DAY, LONGEST),
                settings.duration(SECTION, "Hours", DEFAULT.hours, DAY, LONGEST),
                settings.duration(SECTION, "Changes", DEFAULT.changes, DAY, LONGEST),
                settings.duration(SECTION, "Samples", DEFAULT.samples, DAY, LONGEST),
                settings.duration(SECTION, "Health", DEFAULT.health, DAY, LONGEST),
                settings.integer(SECTION, "Maps", DEFAULT.maps, FEWEST_MAPS, MOST_MAPS));
    }

    private static Duration beyond(Duration window, Settings settings, String key, Duration fallback, Duration least) {
        Duration age = settings.duration(SECTION, key, fallback, least, LONGEST);
        if (age.compareTo(window) <= 0) {
            settings.problems()
                    .error(
                            settings.find(SECTION, key)
                                    .map(setting -> setting.where())
                                    .orElse(SECTION),
                            "[" + SECTION + "] " + key + " must be more than [Steering] Window, or steering would lack"
                                    + " what it looks at: " + Durations.format(age) + " <= "
                                    + Durations.format(window));
        }
        return age;
    }
}
