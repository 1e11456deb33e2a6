package org.isochrone.bench.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How large a fleet is.
 *
 * @param prefixes client prefixes, 8 to 1,000,000
 * @param days how far it reaches back, 1 to 400
 * @param bursts in all of that time, at least 1000
 * @param seed the same seed makes the same fleet, moved to its end
 * @param end when it ends: the newest burst is measured before that
 */
public record FleetSize(int prefixes, int days, long bursts, long seed, Instant end) {
    /** Rejects what is too small or too large. */
    public FleetSize {
        require(prefixes >= 8 && prefixes <= 1_000_000, "prefixes must be in [8..1000000]: " + prefixes);
        require(days >= 1 && days <= 400, "days must be in [1..400]: " + days);
        require(bursts >= 1000, "bursts must be >= 1000: " + bursts);
        end = end.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns when it begins: midnight (UTC). */
    public Instant start() {
        return end.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.DAYS);
    }

    /** Returns its hours, the one under way among them. */
    public int hours() {
        return (int) Duration.between(start(), end).toHours() + 1;
    }

    /** Returns when an hour begins, 0 being the first. */
    Instant hour(int number) {
        return start().plus(Duration.ofHours(number));
    }

    /** Returns which part of all questions and measurements belongs to an hour: the last one is not over. */
    double share(int hour) {
        double all = (double) Duration.between(start(), end).toSeconds();
        return Math.max(0, Math.min(3600, Duration.between(hour(hour), end).toSeconds())) / all;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
