package org.isochrone.steering.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant who wrote another. */
final class Spelling {
    private static final int MOST_CHANGES = 2;

    private Spelling() {}

    /** Returns the one of {@code words} that is most like {@code written}, if one is like it at all. */
    static Optional<String> nearest(String written, Collection<String> words) {
        return words.stream()
                .filter(word -> changes(written, word) <= MOST_CHANGES)
                .min(Comparator.comparingInt(word -> changes(written, word)));
    }

    /**
     * Returns how many letters must be put in, left out, exchanged or swapped with the next [Damerau, "A technique for
     * computer detection and correction of spelling errors", 1964], whatever their case.
     */
    private static int changes(String written, String word) {
        String one = written.toLowerCase(Locale.ROOT);
        String other = word.toLowerCase(Locale.ROOT);
        int[] earlier = new int[other.length() + 1];
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(exchanged, Math.min(before[j], now[j - 1]) + 1);
                if (i > 1 && j > 1 && one.startsWith(other.substring(j - 1, j) + other.charAt(j - 2), i - 2)) {
                    now[j] = Math.min(now[j], earlier[j - 2] + 1);
                }
            }
            earlier = before;
            before = now;
        }
        return before[other.length()];
    }
}
