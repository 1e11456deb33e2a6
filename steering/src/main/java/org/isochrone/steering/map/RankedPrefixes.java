package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Prefixes in order, each with its ranking: 13 bytes for a /24. They may cover each other; the longest match counts.
 * Equal rankings are one object. Immutable, safe for any thread.
 */
public final class RankedPrefixes {
    private final PrefixList ipv4;
    private final PrefixList ipv6;
    private final int[] numbers; // of the ranking of each prefix, IPv4 first
    private final List<Ranking> rankings;

    private RankedPrefixes(Builder from) {
        ipv4 = from.ipv4.build();
        ipv6 = from.ipv6.build();
        numbers = Arrays.copyOf(from.numbers, ipv4.size() + ipv6.size());
        rankings = List.copyOf(from.rankings);
    }

    /** Returns the entries of a map. */
    public static RankedPrefixes of(SortedMap<Prefix, Ranking> entries) {
        Builder builder = new Builder(entries.size());
        entries.forEach(builder::add);
        return builder.build();
    }

    /** Returns the number of prefixes. */
    public int size() {
        return numbers.length;
    }

    /** Returns the ranking of exactly this prefix. */
    public Optional<Ranking> get(Prefix prefix) {
        int at = prefixes(prefix.family()).indexOf(prefix);
        return at < 0 ? Optional.empty() : Optional.of(rankings.get(number(prefix.family(), at)));
    }

    PrefixList prefixes(IpFamily family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    /** Returns the number of the ranking of prefix {@code i} of a family, in {@link #rankings}. */
    int number(IpFamily family, int i) {
        return numbers[family == IpFamily.IPV4 ? i : ipv4.size() + i];
    }

    /** Returns the different rankings. */
    List<Ranking> rankings() {
        return rankings;
    }

    /** Takes prefixes in order. For one thread. */
    public static final class Builder {
        private final PrefixList.Builder ipv4;
        private final PrefixList.Builder ipv6 = new PrefixList.Builder(IpFamily.IPV6, 0);
        private final Map<Ranking, Integer> known = new HashMap<>();
        private final IdentityHashMap<Ranking, Integer> objects =
                new IdentityHashMap<>(); // the same, found without comparing
        private final List<Ranking> rankings = new ArrayList<>();
        private int[] numbers;

        /** For about {@code expected} prefixes; grows as needed. */
        public Builder(int expected) {
            ipv4 = new PrefixList.Builder(IpFamily.IPV4, expected);
            numbers = new int[Math.max(16, expected)];
        }

        /**
         * Adds a prefix.
         *
         * @throws IllegalArgumentException if it does not come after the last one
         */
        public void add(Prefix prefix, Ranking ranking) {
            int size = ipv4.size() + ipv6.size();
            boolean first = prefix.family() == IpFamily.IPV4;
            PrefixList.Builder list = first ? ipv4 : ipv6;
            if ((first && ipv6.size() > 0)
                    || !list.add(prefix.network().high(), prefix.network().low(), prefix.length())) {
                throw new IllegalArgumentException("prefixes must ascend: " + prefix);
            }
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size + (size >> 1));
            }
            numbers[size] = objects.computeIfAbsent(ranking, this::number);
        }

        private int number(Ranking ranking) {
            return known.computeIfAbsent(ranking, unseen -> {
                rankings.add(unseen);
                return rankings.size() - 1;
            });
        }

        /** Returns what was added. */
        public RankedPrefixes build() {
            return new RankedPrefixes(this);
        }
    }
}
