package org.isochrone.steering.decision;

/**
 * Tells where buckets lie that no table names. Asked on the path of an answer: it says at once what is known, and finds
 * out the rest behind it. Safe for any thread.
 */
public interface BucketSource {
    /** Knows no bucket. */
    BucketSource NONE = new BucketSource() {
        @Override
        public BucketPlace find(String bucket) {
            return BucketPlace.NOWHERE;
        }

        @Override
        public boolean nonTerminal(String name) {
            return false;
        }

        @Override
        public boolean learns() {
            return false;
        }
    };

    /** Returns where {@code bucket} lies; never waits. */
    BucketPlace find(String bucket);

    /**
     * Tells whether {@link #find} would say the same of {@code bucket} again, and finds out behind it what that would.
     * Asked for each answer that is made the short way, so it should leave nothing on the heap.
     */
    default boolean still(String bucket, BucketPlace place) {
        BucketPlace now = find(bucket);
        return place.says(now.state(), now.zonegroup(), now.settled());
    }

    /** Tells whether a dotted bucket lies under {@code name}. */
    boolean nonTerminal(String name);

    /** Tells whether buckets may come and go at any moment, so that "there is none" must not be kept for long. */
    boolean learns();
}
