package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.estimate.Provenance;

/**
 * Where the estimates of each prefix come from, for the path of every question: of many prefixes it is the same, so
 * each pattern is kept once, and those that lie side by side with the same one are looked up as one. Immutable, safe
 * for any thread; a look-up allocates nothing.
 */
final class Origins {
    private static final List<Provenance> PROVENANCES = List.of(Provenance.values());
    private static final int PROVENANCE_BITS = 3;

    /** Zones with higher numbers than a character has room for are not told. */
    private static final int MOST_ZONES = 1 << (Character.SIZE - PROVENANCE_BITS);

    private final List<String> patterns; // a character for each zone that is told
    private final RangeLookup numbers; // of patterns, from 1 on; 0 is where nothing is known

    private Origins(List<String> patterns, RangeLookup numbers) {
        this.patterns = List.copyOf(patterns);
        this.numbers = numbers;
    }

    /** Returns where the estimate of a zone comes from, in the longest prefix that holds an address. */
    Provenance find(int zone, long high, long low) {
        int number = RangeLookup.value(numbers.find(high, low));
        String pattern = number == 0 ? "" : patterns.get(number - 1);
        for (int i = 0; i < pattern.length(); i++) {
            int told = pattern.charAt(i);
            if (told >>> PROVENANCE_BITS == zone) {
                return PROVENANCES.get(told & ((1 << PROVENANCE_BITS) - 1));
            }
        }
        return Provenance.NONE;
    }

    /** Takes the estimates of prefix after prefix. For one thread. */
    static final class Builder {
        private final Map<String, Integer> seen = new HashMap<>();
        private final List<String> patterns = new ArrayList<>();
        private final StringBuilder row = new StringBuilder();
        private int[] numbers = new int[16];
        private int rows;

        /** Takes one estimate of the prefix at hand. */
        void add(int zone, int provenance) {
            if (zone < MOST_ZONES) {
                row.append((char) (zone << PROVENANCE_BITS | provenance));
            }
        }

        /** There are no more of this prefix. */
        void end() {
            if (rows == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * rows);
            }
            boolean asBefore = rows > 0 && patterns.get(numbers[rows - 1] - 1).contentEquals(row);
            numbers[rows] = asBefore ? numbers[rows - 1] : number(row.toString());
            rows++;
            row.setLength(0);
        }

        private int number(String pattern) {
            return seen.computeIfAbsent(pattern, fresh -> {
                patterns.add(fresh);
                return patterns.size();
            });
        }

        Origins build(PrefixList prefixes) {
            return new Origins(
                    patterns,
                    RangeSweep.sweep(prefixes, Arrays.copyOf(numbers, rows)).lookup());
        }
    }
}
