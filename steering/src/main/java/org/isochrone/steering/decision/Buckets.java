package org.isochrone.steering.decision;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which zonegroup holds a bucket: by the table, which is immutable, and for buckets that it does not name by a
 * {@link BucketSource}. Safe for any thread.
 */
public final class Buckets {
    /** No bucket. */
    public static final Buckets NONE = new Buckets(Map.of());

    private final Map<String, String> zonegroups;
    private final Set<String> nonTerminals;
    private final BucketSource others;

    /** Copies the table: zonegroup id by bucket name. There are no other buckets. */
    public Buckets(Map<String, String> zonegroupByBucket) {
        this(zonegroupByBucket, BucketSource.NONE);
    }

    /** Copies the table: zonegroup id by bucket name; {@code others} is asked for what it does not name. */
    public Buckets(Map<String, String> zonegroupByBucket, BucketSource others) {
        this.others = others;
        zonegroups = Map.copyOf(zonegroupByBucket);
        Set<String> ancestors = new HashSet<>();
        zonegroups.keySet().forEach(bucket -> DnsName.ancestors(bucket).forEach(ancestors::add));
        nonTerminals = Set.copyOf(ancestors);
    }

    /** Returns where a bucket lies; never waits. */
    public BucketPlace place(String bucket) {
        String listed = zonegroups.get(bucket);
        return listed == null ? others.find(bucket) : BucketPlace.ofTable(listed);
    }

    /** Tells whether the table names a bucket, so that it lies where {@link #place} said for good. */
    boolean listed(String bucket) {
        return zonegroups.containsKey(bucket);
    }

    /** Tells whether a bucket that is not listed still lies where {@link #place} said; never waits. */
    boolean still(String bucket, BucketPlace place) {
        return others.still(bucket, place);
    }

    /** Tells whether buckets may come and go at any moment, so that "there is none" must not be kept for long. */
    public boolean learns() {
        return others.learns();
    }

    /** Tells whether a dotted bucket lies under {@code name}, so that the name exists without having records. */
    public boolean nonTerminal(String name) {
        return nonTerminals.contains(name) || others.nonTerminal(name);
    }

    /** Returns the table. */
    public Map<String, String> asMap() {
        return zonegroups;
    }
}
