package org.isochrone.steering.decision;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table bucket to zonegroup. Immutable, safe for any thread. */
public final class Buckets {
    /** No bucket. */
    public static final Buckets NONE = new Buckets(Map.of());

    private final Map<String, String> zonegroups;
    private final Set<String> nonTerminals;

    /** Copies the table: zonegroup id by bucket name. */
    public Buckets(Map<String, String> zonegroupByBucket) {
        zonegroups = Map.copyOf(zonegroupByBucket);
        Set<String> ancestors = new HashSet<>();
        zonegroups.keySet().forEach(bucket -> DnsName.ancestors(bucket).forEach(ancestors::add));
        nonTerminals = Set.copyOf(ancestors);
    }

    /** Returns the zonegroup that holds a bucket. */
    public Optional<String> zonegroup(String bucket) {
        return Optional.ofNullable(zonegroups.get(bucket));
    }

    /** Tells whether a dotted bucket lies under {@code name}, so that the name exists without having records. */
    public boolean nonTerminal(String name) {
        return nonTerminals.contains(name);
    }

    /** Returns the whole table. */
    public Map<String, String> asMap() {
        return zonegroups;
    }
}
