package org.isochrone.steering.override;

import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.prefix.Prefix;

/**
 * A human's decision, which beats the machine until it expires. Immutable.
 *
 * @param id given by the store; 0 before it is stored
 * @param kind what is decided
 * @param zone id of the zone it is about; empty for {@link Kind#FREEZE}
 * @param prefix the clients it is about; all of them where missing
 * @param author who decided
 * @param reason why
 * @param createdAt when
 * @param expiresAt when it ends by itself
 */
public record HumanOverride(
        long id,
        Kind kind,
        String zone,
        Optional<Prefix> prefix,
        String author,
        String reason,
        Instant createdAt,
        Instant expiresAt) {
    /** What a human can decide. The ordinal is stored; add at the end only. */
    public enum Kind {
        /** These clients get this zone, as long as it is up. */
        PIN,
        /** Nobody is sent to this zone. */
        DRAIN,
        /** No new map is published. */
        FREEZE
    }

    /** Returns the same with the number that a store has given it. */
    public HumanOverride numbered(long number) {
        return new HumanOverride(number, kind, zone, prefix, author, reason, createdAt, expiresAt);
    }

    /** Tells whether it holds at {@code now}. */
    public boolean active(Instant now) {
        return now.isBefore(expiresAt);
    }
}
