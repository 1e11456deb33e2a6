package org.isochrone.steering.decision;

import org.isochrone.steering.topology.AnswerMode;

/**
 * What a name is bound to: existence and types follow from it alone, never from the client. Immutable.
 *
 * @param owner the name or wildcard or namespace that matched, lower case, without a trailing dot
 * @param bucket the bucket; empty for a steered name
 * @param zonegroup id of the zonegroup whose zones may be answered; empty for all zones of the realm
 * @param mode what it is answered with
 * @param settled whether it stays so for as long as an answer may be kept; where a bucket lies may be known better soon
 */
public record Binding(String owner, String bucket, String zonegroup, AnswerMode mode, boolean settled) {
    /** Binds for good. */
    public Binding(String owner, String bucket, String zonegroup, AnswerMode mode) {
        this(owner, bucket, zonegroup, mode, true);
    }
}
