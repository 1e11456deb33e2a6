package org.isochrone.steering.decision;

import java.util.Optional;
import org.isochrone.steering.topology.AnswerMode;

/**
 * What a name is bound to: existence and types follow from it alone, never from the client. Immutable.
 *
 * @param rule what it has in common with others
 * @param bucket the bucket; empty for a steered name
 * @param place where the bucket lies, which the binding follows from, if it may lie elsewhere in a moment; empty for
 *     one that the table names, and for a steered name
 */
public record Binding(Rule rule, String bucket, Optional<BucketPlace> place) {
    /**
     * What names are bound by, one object for all the buckets of a namespace that lie in one zonegroup.
     *
     * @param owner the name or wildcard or namespace that matched, lower case, without a trailing dot
     * @param ofBuckets whether it is a namespace that matched, and a bucket is bound
     * @param zonegroup id of the zonegroup whose zones may be answered; empty for all zones of the realm
     * @param mode what it is answered with
     */
    public record Rule(String owner, boolean ofBuckets, String zonegroup, AnswerMode mode) {}

    /** Binds for good. */
    public Binding(String owner, String bucket, String zonegroup, AnswerMode mode) {
        this(new Rule(owner, !bucket.isEmpty(), zonegroup, mode), bucket, Optional.empty());
    }

    /** Returns the name or wildcard or namespace that matched. */
    public String owner() {
        return rule.owner();
    }

    /** Returns the id of the zonegroup whose zones may be answered; empty for all zones of the realm. */
    public String zonegroup() {
        return rule.zonegroup();
    }

    /** Returns what the name is answered with. */
    public AnswerMode mode() {
        return rule.mode();
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
