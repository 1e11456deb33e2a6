package org.isochrone.steering.decision;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a bucket lies, as far as is known now. Immutable.
 *
 * @param state what is known
 * @param zonegroup id of the zonegroup that holds it, or its name where a gateway older than Jewel told it; empty
 *     unless {@link State#HELD}
 * @param settled whether that holds for as long as an answer may be kept; what may be known better in a moment is not
 * @param teller tells who says so and how long ago; asked for people only, for answers have no time for texts
 */
public record BucketPlace(State state, String zonegroup, boolean settled, Supplier<String> teller) {
    /** What is known. */
    public enum State {
        /** A zonegroup holds it. */
        HELD,
        /** There is no such bucket. */
        ABSENT,
        /** Nobody has told yet. */
        UNKNOWN
    }

    /** In no table, and nobody else knows buckets. */
    static final BucketPlace NOWHERE = new BucketPlace(State.ABSENT, "", true, () -> "it is in no table");

    /** Returns a bucket that the table names. */
    static BucketPlace ofTable(String zonegroup) {
        return new BucketPlace(State.HELD, zonegroup, true, () -> "by the table");
    }

    /** Tells whether this is what is said here, whoever says it. */
    public boolean says(State otherState, String otherZonegroup, boolean otherSettled) {
        return state == otherState && settled == otherSettled && zonegroup.equals(otherZonegroup);
    }

    /** Returns who says so and how long ago, for people. */
    public String story() {
        return teller.get();
    }

    /** Returns the zonegroup if one holds the bucket. */
    public Optional<String> held() {
        return state == State.HELD ? Optional.of(zonegroup) : Optional.empty();
    }
}
