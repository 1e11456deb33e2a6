package org.isochrone.steering.estimate;

import org.jspecify.annotations.Nullable;

/** What was measured lately of one client prefix, by index of zone. Not safe for several threads. */
final class PrefixWindow {
    private final @Nullable PairWindow[] pairs;
    private int oldest = -1;

    /** Of a prefix that was not measured from any of {@code zones} zones yet. */
    PrefixWindow(int zones) {
        pairs = new @Nullable PairWindow[zones];
    }

    /** Returns the windows by index of zone, null where nothing was seen. */
    @Nullable PairWindow[] pairs() {
        return pairs;
    }

    /** Returns the window of a zone for a burst of {@code second}, or of many of which none is older. */
    PairWindow pair(int zone, int second) {
        oldest = Integer.compareUnsigned(second, oldest) < 0 ? second : oldest;
        PairWindow pair = pairs[zone];
        if (pair == null) {
            pair = new PairWindow();
            pairs[zone] = pair;
        }
        return pair;
    }

    void addAll(PrefixWindow other) {
        for (int zone = 0; zone < pairs.length; zone++) {
            PairWindow theirs = other.pairs[zone];
            if (theirs != null) {
                pair(zone, other.oldest).addAll(theirs);
            }
        }
    }

    /** Forgets what is older than {@code from}, and tells whether anything is left. */
    boolean forgetBefore(int from) {
        // Nothing is older than this, so that most prefixes need no look at their pairs.
        if (Integer.compareUnsigned(oldest, from) >= 0) {
            return true;
        }
        oldest = -1;
        boolean any = false;
        for (int zone = 0; zone < pairs.length; zone++) {
            PairWindow pair = pairs[zone];
            if (pair != null) {
                pair.forgetBefore(from);
                if (pair.empty()) {
                    pairs[zone] = null;
                } else {
                    any = true;
                    int first = pair.oldest();
                    oldest = Integer.compareUnsigned(first, oldest) < 0 ? first : oldest;
                }
            }
        }
        return any;
    }
}
