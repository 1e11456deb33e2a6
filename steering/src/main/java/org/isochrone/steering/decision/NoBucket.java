package org.isochrone.steering.decision;

/**
 * That a name of a namespace stands for no bucket, as it was told at one moment. Immutable.
 *
 * @param bucket the bucket that there is not
 * @param place what was told of it
 * @param nonTerminal whether a dotted bucket lies under it, so that the name exists all the same
 */
public record NoBucket(String bucket, BucketPlace place, boolean nonTerminal) {
    /** Tells whether the same is told now, among the same buckets; never waits. */
    public boolean still(Buckets buckets) {
        return buckets.still(bucket, place) && buckets.nonTerminal(bucket) == nonTerminal;
    }
}
