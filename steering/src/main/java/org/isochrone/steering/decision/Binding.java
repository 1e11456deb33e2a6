package org.isochrone.steering.decision;

import java.util.Optional;
import org.isochrone.steering.topology.AnswerMode;

/**
 * What a name is bound to: existence and types follow from it alone, never from the client. Immutable.
 *
 * @param owner the name or wildcard or namespace that matched, lower case, without a trailing dot
 * @param bucket the bucket; empty for a steered name
 * @param zonegroup id of the zonegroup whose zones may be answered; empty for all zones of the realm
 * @param mode what it is answered with
 * @param place where the bucket lies, which the binding follows from, if it may lie elsewhere in a moment; empty for
 *     one that the table names, and for a steered name
 */
public record Binding(String owner, String bucket, String zonegroup, AnswerMode mode, Optional<BucketPlace> place) {
    /** Binds for good. */
    public Binding(String owner, String bucket, String zonegroup, AnswerMode mode) {
        this(owner, bucket, zonegroup, mode, Optional.empty());
    }

    /** Tells whether it stays so for as long as an answer may be kept; where a bucket lies may be known better soon. */
    public boolean settled() {
        return place.isEmpty() || place.get().settled();
    }

    /** Tells whether the bucket, if it is one, still lies where the binding has it from, among the same buckets. */
    public boolean still(Buckets buckets) {
        return place.isEmpty() || buckets.still(bucket, place.get());
    }
}
