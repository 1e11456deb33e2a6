package org.isochrone.steering.topology;

/**
 * A DNS suffix served for a realm: {@code <bucket>.<suffix>} is steered to the zonegroup that holds the bucket.
 * Immutable.
 *
 * @param suffix lower case, without a trailing dot
 * @param mode what its names are answered with
 * @param unknownBucket what becomes of a bucket that is in no table
 */
public record Namespace(String suffix, AnswerMode mode, UnknownBucket unknownBucket) {
    /** The answer for a bucket that is in no table. */
    public enum UnknownBucket {
        /** The name does not exist. */
        NXDOMAIN,
        /** The fastest zone of the whole realm: a bucket that is about to be created may be named anywhere. */
        NEAREST
    }
}
