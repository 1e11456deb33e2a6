package org.isochrone.steering.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A doubt that lasts from build to build. Immutable.
 *
 * @param doubt what looks wrong, as the newest build found it
 * @param since when it was first found
 * @param release who said that the build is right all the same; it holds until the doubt goes away
 */
public record HeldDoubt(Doubt doubt, Instant since, Optional<Release> release) {
    /**
     * A human's word that a build may be published. Immutable.
     *
     * @param author who says so
     * @param reason why
     * @param at when
     */
    public record Release(String author, String reason, Instant at) {}

    /**
     * Tells whether the map must wait for people. A zone that stays slow is believed to be slow after {@code holdSlow}:
     * leaving a zone that serves well costs little, and staying at a slow one much.
     */
    public boolean holds(Duration holdSlow, Instant now) {
        return release.isEmpty()
                && switch (doubt.kind()) {
                    case FAST, RUSH, STALE -> true;
                    case SLOW -> now.isBefore(since.plus(holdSlow));
                };
    }
}
