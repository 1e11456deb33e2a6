package org.isochrone.app.rgw;

import java.time.Instant;

/**
 * What a gateway said of a bucket. Immutable.
 *
 * @param zonegroup who holds it; empty if there was no such bucket
 * @param at when it said so
 */
public record BucketEntry(String zonegroup, Instant at) {
    /** What was never told, which is older than anything that counts. */
    static final BucketEntry NEVER = new BucketEntry("", Instant.ofEpochMilli(Long.MIN_VALUE / 2));

    /** Tells whether there was no such bucket. */
    boolean absent() {
        return zonegroup.isEmpty();
    }
}
