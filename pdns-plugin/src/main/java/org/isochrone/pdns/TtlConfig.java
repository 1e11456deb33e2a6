package org.isochrone.pdns;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.config.Settings;

/**
 * How long answers may be kept by whoever gets them. Immutable.
 *
 * @param seconds TTL of steered answers and of the absence of names, 1 to 86400
 * @param failoverSeconds TTL of steered answers while a zone of the zonegroup is down, or seen down by some, 1 to
 *     {@code seconds}
 * @param mapAge how long after it was built a map's answers may live: as it grows old the TTL shrinks to that of
 *     failing over, so that the next map is seen at once
 */
public record TtlConfig(int seconds, int failoverSeconds, Duration mapAge) {
    /** A minute, a quarter of one, and an hour. */
    public static final TtlConfig DEFAULT = new TtlConfig(60, 15, Duration.ofHours(1));

    /** A day: who is sent to a zone that is gone should not stay there longer. */
    public static final int MAX_TTL = 86_400;

    /** Seconds for which it may be kept that a name is absent, where names may come into being at any moment. */
    public static final int ABSENCE_SECONDS = 2;

    private static final String DNS = "DNS";

    static TtlConfig from(Settings settings) {
        int seconds = settings.integer(DNS, "TTL", DEFAULT.seconds(), 1, MAX_TTL);
        return new TtlConfig(
                seconds,
                settings.integer(DNS, "FailoverTTL", Math.min(seconds, DEFAULT.failoverSeconds()), 1, seconds),
                settings.duration(DNS, "MapAge", DEFAULT.mapAge(), Duration.ofMinutes(1), Duration.ofDays(30)));
    }

    /**
     * Returns until when steered answers may live, milliseconds since 1970: in the past if they should live as short as
     * they may.
     *
     * @param failingOver whether clients are being moved, or may be soon
     * @param mapBuiltAt when the map that they rest on was built, if there is one
     */
    public long goodUntilMillis(boolean failingOver, Optional<Instant> mapBuiltAt) {
        return failingOver
                ? 0
                : mapBuiltAt.map(at -> at.plus(mapAge).toEpochMilli()).orElse(Long.MAX_VALUE);
    }

    /** Returns the TTL of a steered answer that may live for so long, milliseconds; less than 0 if it was too long. */
    public int of(long leftMillis) {
        return Math.clamp(leftMillis / 1000, failoverSeconds, seconds);
    }
}
