package org.isochrone.steering.build;

import java.time.Duration;
import org.isochrone.steering.config.Settings;

/**
 * How maps are built: section {@code [Steering]}. Immutable.
 *
 * @param interval time between rounds
 * @param window how old a burst may be
 * @param switchMargin a zone must be faster by this much before a client moves to it
 * @param switchMarginPercent and by this share of the present zone's RTT
 * @param tieMargin zones this close to the fastest are as good as it, and weights choose among them
 * @param confirmations builds in a row, each with news, that must agree before a client moves
 * @param dwell a client stays at least this long where it was moved to
 * @param refresh an unchanged map is published anew after this time, so that readers see that it is alive
 * @param safety what is too much to publish at once
 */
public record SteeringConfig(
        Duration interval,
        Duration window,
        Duration switchMargin,
        int switchMarginPercent,
        Duration tieMargin,
        int confirmations,
        Duration dwell,
        Duration refresh,
        SafetyConfig safety) {
    /** What holds where nothing is configured. */
    public static final SteeringConfig DEFAULT = new SteeringConfig(
            Duration.ofMinutes(5),
            Duration.ofHours(48),
            Duration.ofMillis(5),
            10,
            Duration.ofMillis(1),
            1,
            Duration.ofMinutes(2),
            Duration.ofHours(1),
            SafetyConfig.DEFAULT);

    private static final String SECTION = "Steering";

    /** Reads the section; what does not fit is noted in the settings' problems. */
    public static SteeringConfig from(Settings settings) {
        Duration second = Duration.ofSeconds(1);
        Duration day = Duration.ofDays(1);
        Duration most = Duration.ofSeconds(10);
        return new SteeringConfig(
                settings.duration(SECTION, "Interval", DEFAULT.interval, second, day),
                settings.duration(SECTION, "Window", DEFAULT.window, Duration.ofSeconds(10), Duration.ofDays(30)),
                settings.duration(SECTION, "SwitchMargin", DEFAULT.switchMargin, Duration.ZERO, most),
                settings.integer(SECTION, "SwitchMarginPercent", DEFAULT.switchMarginPercent, 0, 90),
                settings.duration(SECTION, "TieMargin", DEFAULT.tieMargin, Duration.ZERO, most),
                settings.integer(SECTION, "Confirmations", DEFAULT.confirmations, 1, 100),
                settings.duration(SECTION, "Dwell", DEFAULT.dwell, Duration.ZERO, day),
                settings.duration(SECTION, "Refresh", DEFAULT.refresh, second, day),
                SafetyConfig.from(settings));
    }
}
