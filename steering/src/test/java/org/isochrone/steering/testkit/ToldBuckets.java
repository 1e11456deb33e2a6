package org.isochrone.steering.testkit;

import java.util.Set;
import java.util.function.Function;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.BucketSource;

/**
 * Tells where buckets lie, as somebody does who may know better at any moment.
 *
 * @param places where a bucket lies
 * @param between names under which dotted buckets lie
 */
public record ToldBuckets(Function<String, BucketPlace> places, Set<String> between) implements BucketSource {
    /** Tells of buckets without a dot. */
    public ToldBuckets(Function<String, BucketPlace> places) {
        this(places, Set.of());
    }

    @Override
    public BucketPlace find(String bucket) {
        return places.apply(bucket);
    }

    @Override
    public boolean nonTerminal(String name) {
        return between.contains(name);
    }

    @Override
    public boolean learns() {
        return true;
    }
}
