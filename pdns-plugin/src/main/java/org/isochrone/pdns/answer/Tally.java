package org.isochrone.pdns.answer;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts by a word, of which a fixed number is told apart and all others count as one. Allocates for words that are new
 * only. Safe for any thread, without locks on the path of known words.
 */
final class Tally {
    /** The word that stands for those beyond the limit. */
    static final String OTHERS = "(others)";

    private static final int MOST = 1_000;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String word) {
        LongAdder known = counts.get(word);
        if (known == null) {
            String kept = counts.size() < MOST ? word : OTHERS;
            known = counts.computeIfAbsent(kept, fresh -> new LongAdder());
        }
        known.increment();
    }

    /** Returns the counts since the start, in the order of the words. */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((word, count) -> sums.put(word, count.sum()));
        return sums;
    }
}
