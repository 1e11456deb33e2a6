package org.isochrone.steering.build;

import java.time.Duration;
import org.isochrone.steering.config.Settings;

/**
 * What is too much, or too doubtful, to publish at once: keys of section {@code [Steering]}. Immutable.
 *
 * @param maxMovedPercent share of a zonegroup's traffic that one publish may move, unless its zone does not reply
 * @param maxRushPercent share of the traffic that may want to come to one zone in one build; more is held
 * @param maxInputAge how old the newest burst may be; a build from older ones is held
 * @param holdSlow how long a build is held in which all round trips of a zone have risen; then the rise is believed
 */
public record SafetyConfig(int maxMovedPercent, int maxRushPercent, Duration maxInputAge, Duration holdSlow) {
    /** What holds where nothing is configured. */
    public static final SafetyConfig DEFAULT = new SafetyConfig(10, 50, Duration.ofHours(6), Duration.ofMinutes(15));

    private static final String SECTION = "Steering";

    /** Reads the keys; what does not fit is noted in the settings' problems. */
    static SafetyConfig from(Settings settings) {
        Duration day = Duration.ofDays(1);
        return new SafetyConfig(
                settings.integer(SECTION, "MaxMovedPercent", DEFAULT.maxMovedPercent, 1, 100),
                settings.integer(SECTION, "MaxRushPercent", DEFAULT.maxRushPercent, 1, 100),
                settings.duration(
                        SECTION, "MaxInputAge", DEFAULT.maxInputAge, Duration.ofMinutes(1), Duration.ofDays(30)),
                settings.duration(SECTION, "HoldSlow", DEFAULT.holdSlow, Duration.ZERO, day));
    }
}
