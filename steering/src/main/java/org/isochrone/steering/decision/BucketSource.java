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
     * Returns who holds {@code bucket}, as {@link BucketPlace#zonegroup} says, if that is settled, else nothing. Asked
     * for each answer that is made in the shortest way, so it should leave nothing on the heap.
     */
    default String settled(String bucket) {
        BucketPlace place = find(bucket);
        return place.settled() ? place.zonegroup() : "";
    }

    /** Tells whether a dotted bucket lies under {@code name}. */
    boolean nonTerminal(String name);

    /** Tells whether buckets may come and go at any moment, so that "there is none" must not be kept for long. */
    boolean learns();
}
