package org.isochrone.steering.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.prefix.Prefix;

/**
 * What differs between two maps in where clients are sent: to the zone that weights choose in their first tier.
 * Immutable.
 *
 * @param lines who is sent elsewhere, by zonegroup then prefix
 * @param traffic questions of all prefixes of either map, summed over the zonegroups compared; their number where
 *     nobody has counted
 */
public record MapDiff(List<Line> lines, long traffic) {
    /** Copies the list. */
    public MapDiff {
        lines = List.copyOf(lines);
    }

    /**
     * One prefix that is sent elsewhere. Immutable.
     *
     * @param zonegroup id of the zonegroup that is asked for
     * @param prefix who
     * @param country of it; empty if unknown
     * @param from id of their zone before; empty if nothing was known
     * @param to id of their zone after; empty if nothing is known any more
     * @param gainNanos how much faster that is expected to be, as the later map believes, else as the earlier does
     * @param traffic weight, questions
     */
    public record Line(
            String zonegroup,
            Prefix prefix,
            String country,
            String from,
            String to,
            OptionalLong gainNanos,
            long traffic) {}

    /**
     * Several lines that have something in common. Immutable.
     *
     * @param name what they have in common
     * @param prefixes how many
     * @param traffic their weight
     * @param gainNanos the mean expected gain by weight, of those where it is known
     */
    public record Group(String name, int prefixes, long traffic, OptionalLong gainNanos) {}

    /**
     * Compares two maps.
     *
     * @param zonegroups ids of the zonegroups to compare for
     * @param choice of the zone inside a tier, for both maps alike: weights that people changed in between moved their
     *     clients at once, without a map
     * @param weights questions by prefix; all prefixes weigh the same where it is empty
     */
    public static MapDiff of(
            LatencyMap before,
            LatencyMap after,
            Collection<String> zonegroups,
            TierChoice choice,
            Map<Prefix, Long> weights,
            Countries countries) {
        List<Line> lines = new ArrayList<>();
        long traffic = 0;
        Set<Prefix> seen = new HashSet<>();
        for (LatencyMap map : List.of(after, before)) {
            for (PrefixEstimates estimates : map.allEstimates()) {
                Prefix prefix = estimates.prefix();
                if (seen.add(prefix)) {
                    long weight = weights.isEmpty() ? 1 : weights.getOrDefault(prefix, 0L);
                    for (String zonegroup : zonegroups) {
                        String from = zone(before, zonegroup, prefix, choice);
                        String to = zone(after, zonegroup, prefix, choice);
                        traffic += weight;
                        if (!from.equals(to)) {
                            OptionalLong gain = gain(estimates, from, to);
                            lines.add(new Line(zonegroup, prefix, countries.of(prefix), from, to, gain, weight));
                        }
                    }
                }
            }
        }
        lines.sort(Comparator.comparing(Line::zonegroup).thenComparing(Line::prefix));
        return new MapDiff(lines, traffic);
    }

    private static String zone(LatencyMap map, String zonegroup, Prefix prefix, TierChoice choice) {
        return map.lookup(zonegroup, prefix.network())
                .map(cell -> choice.of(cell.ranking().tiers().getFirst(), prefix))
                .orElse("");
    }

    private static OptionalLong gain(PrefixEstimates estimates, String from, String to) {
        Optional<Estimate> left = Optional.ofNullable(estimates.byZone().get(from));
        Optional<Estimate> taken = Optional.ofNullable(estimates.byZone().get(to));
        return left.isPresent() && taken.isPresent()
                ? OptionalLong.of(left.get().rttNanos() - taken.get().rttNanos())
                : OptionalLong.empty();
    }

    /** Returns all lines as one group. */
    public Group total() {
        return group("", lines);
    }

    /** Returns the lines by something that they have in common, in order of name. */
    public List<Group> by(Function<Line, String> name) {
        SortedMap<String, List<Line>> groups = new TreeMap<>();
        for (Line line : lines) {
            groups.computeIfAbsent(name.apply(line), first -> new ArrayList<>()).add(line);
        }
        List<Group> all = new ArrayList<>();
        groups.forEach((key, some) -> all.add(group(key, some)));
        return all;
    }

    private static Group group(String name, List<Line> lines) {
        long traffic = 0;
        double known = 0;
        double gain = 0;
        for (Line line : lines) {
            traffic += line.traffic();
            if (line.gainNanos().isPresent()) {
                known += line.traffic();
                gain += (double) line.traffic() * line.gainNanos().getAsLong();
            }
        }
        return new Group(
                name,
                lines.size(),
                traffic,
                known == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(gain / known)));
    }
}
