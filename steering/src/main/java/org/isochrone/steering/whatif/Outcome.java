package org.isochrone.steering.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where traffic goes, and how far away that is. Immutable.
 *
 * @param shares the share of the traffic by id of zone, 0 to 1
 * @param meanNanos mean round trip over the traffic of which it is known, nanoseconds; 0 if none is
 * @param p95Nanos the round trip that 95 % of that traffic does not exceed
 * @param knownShare the share of the traffic whose round trip is known, 0 to 1
 */
public record Outcome(SortedMap<String, Double> shares, long meanNanos, long p95Nanos, double knownShare) {
    private static final double P95 = 0.95;

    /** Adds traffic up. For one thread. */
    static final class Sum {
        private record Part(long nanos, double weight) {}

        private final SortedMap<String, Double> byZone = new TreeMap<>();
        private final List<Part> parts = new ArrayList<>();
        private double all;

        /** Adds {@code weight} questions that go to a zone; {@code nanos} is 0 if nobody knows how far that is. */
        void add(String zone, double weight, long nanos) {
            byZone.merge(zone, weight, Double::sum);
            all += weight;
            if (nanos > 0) {
                parts.add(new Part(nanos, weight));
            }
        }

        Outcome outcome() {
            SortedMap<String, Double> shares = new TreeMap<>();
            byZone.forEach((zone, weight) -> shares.put(zone, all == 0 ? 0 : weight / all));
            parts.sort(Comparator.comparingLong(Part::nanos));
            double known = parts.stream().mapToDouble(Part::weight).sum();
            double sum = parts.stream()
                    .mapToDouble(part -> part.nanos() * part.weight())
                    .sum();
            double below = 0;
            long p95 = 0;
            for (Part part : parts) {
                if (below < P95 * known) {
                    p95 = part.nanos();
                }
                below += part.weight();
            }
            return new Outcome(shares, known == 0 ? 0 : Math.round(sum / known), p95, all == 0 ? 0 : known / all);
        }
    }
}
