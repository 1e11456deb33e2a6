package org.isochrone.steering.build;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.isochrone.steering.prefix.Prefix;

/**
 * What the builder remembers of the prefixes of one zonegroup, in order: two arrays, so that a million takes no tree
 * and a build goes through them beside its table. Immutable, safe for any thread.
 */
final class HeldPrefixes {
    /** Nothing is remembered. */
    static final HeldPrefixes NONE = new Builder(0).build();

    private final Prefix[] prefixes;
    private final Held[] held;

    private HeldPrefixes(Builder from) {
        prefixes = Arrays.copyOf(from.prefixes, from.size);
        held = Arrays.copyOf(from.held, from.size);
    }

    int size() {
        return prefixes.length;
    }

    Prefix prefix(int i) {
        return prefixes[i];
    }

    Held held(int i) {
        return held[i];
    }

    /** Returns the position of the first prefix that is not before another, which may be behind the last. */
    int ceiling(Prefix other) {
        int found = Arrays.binarySearch(prefixes, other);
        return found < 0 ? ~found : found;
    }

    /** Hands over each prefix, in order. */
    void forEach(BiConsumer<Prefix, Held> action) {
        for (int i = 0; i < size(); i++) {
            action.accept(prefixes[i], held[i]);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldPrefixes that
                && Arrays.equals(prefixes, that.prefixes)
                && Arrays.equals(held, that.held);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(prefixes);
    }

    /** Takes prefixes in order. For one thread. */
    static final class Builder {
        private Prefix[] prefixes;
        private Held[] held;
        private int size;

        /** For about {@code expected} prefixes; grows as needed. */
        Builder(int expected) {
            prefixes = new Prefix[Math.max(16, expected)];
            held = new Held[prefixes.length];
        }

        /**
         * Adds a prefix.
         *
         * @throws IllegalArgumentException if it does not come after the last one
         */
        void add(Prefix prefix, Held remembered) {
            if (size > 0 && prefixes[size - 1].compareTo(prefix) >= 0) {
                throw new IllegalArgumentException("prefixes must ascend: " + prefix);
            }
            if (size == prefixes.length) {
                prefixes = Arrays.copyOf(prefixes, size + (size >> 1));
                held = Arrays.copyOf(held, prefixes.length);
            }
            prefixes[size] = prefix;
            held[size++] = remembered;
        }

        HeldPrefixes build() {
            return new HeldPrefixes(this);
        }
    }
}
