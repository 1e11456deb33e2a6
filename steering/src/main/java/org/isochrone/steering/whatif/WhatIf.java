package org.isochrone.steering.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.NewZones;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.history.Countries;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Zone;

/**
 * Answers what-if questions on the published map and its estimates. Inside a tier traffic is shared by weight, as the
 * decision shares it; a drained zone falls out of its tier; a new zone is come to by those to whom it is expected to be
 * faster by the margin that any move needs, when hysteresis and churn limit have let all of them go. Pure.
 */
public final class WhatIf {
    private static final double PERCENT = 100;

    private final WhatIfInput input;
    private final Map<String, Integer> weights = new HashMap<>();
    private final Map<String, GeoPoint> locations = new HashMap<>();
    private final Set<Prefix> clients = new HashSet<>();
    private final Countries countries;

    /** Looks at what is known. */
    public WhatIf(WhatIfInput input) {
        this.input = input;
        this.countries = new Countries(input.clients(), input.networks());
        input.clients().forEach(client -> clients.add(client.prefix()));
        for (Zone zone : input.zonegroup().zones()) {
            weights.put(zone.id(), zone.steering().weight());
            zone.steering().location().ifPresent(at -> locations.put(zone.id(), at));
        }
    }

    /**
     * What would become of clients.
     *
     * @param before where traffic goes now
     * @param after where it would go
     * @param changes who would be sent elsewhere or farther, those who suffer most in sum first
     */
    public record Answer(Outcome before, Outcome after, List<Change> changes) {
        /** Copies the list. */
        public Answer {
            changes = List.copyOf(changes);
        }

        /** Returns the share of traffic that would be slower by more than {@code nanos}, 0 to 1. */
        public double slower(long nanos) {
            return share(nanos, 1);
        }

        /** Returns the share of traffic that would be faster by more than {@code nanos}, 0 to 1. */
        public double faster(long nanos) {
            return share(nanos, -1);
        }

        private double share(long nanos, int sign) {
            double share = 0;
            for (Change change : changes) {
                share += sign * change.slowerNanos() > nanos ? change.share() : 0;
            }
            return share;
        }
    }

    /**
     * What would become of one prefix.
     *
     * @param prefix who
     * @param country of it; empty if unknown
     * @param from id of the zone that most of its traffic goes to now
     * @param to id of the zone that most of it would go to
     * @param beforeNanos mean round trip now, nanoseconds; 0 if unknown
     * @param afterNanos mean round trip then; 0 if unknown
     * @param share its share of the traffic, 0 to 1
     */
    public record Change(
            Prefix prefix, String country, String from, String to, long beforeNanos, long afterNanos, double share) {
        /** Returns how much slower it would be, nanoseconds, negative if faster; 0 where that is unknown. */
        public long slowerNanos() {
            return beforeNanos == 0 || afterNanos == 0 ? 0 : afterNanos - beforeNanos;
        }
    }

    /** Plays a scenario through. */
    public Answer ask(Scenario scenario) {
        Outcome.Sum before = new Outcome.Sum();
        Outcome.Sum after = new Outcome.Sum();
        List<Change> changes = new ArrayList<>();
        Optional<EstimateTable> added = added(scenario);
        double all = 0;
        for (PrefixEstimates estimates : input.map().allEstimates()) {
            all += weight(estimates.prefix());
        }
        for (PrefixEstimates estimates : input.map().allEstimates()) {
            Prefix prefix = estimates.prefix();
            Optional<RankedCell> cell = input.map().lookup(input.zonegroup().id(), prefix.network());
            double weight = weight(prefix);
            if (weight == 0 || cell.isEmpty()) {
                continue;
            }
            Map<String, Long> rtts = rtts(estimates);
            List<List<String>> tiers = cell.get().ranking().tiers();
            Shares now = shares(tiers, Scenario.NONE, rtts);
            added.ifPresent(table -> scenario.added().forEach(zone -> addRtt(table, prefix, zone.name(), rtts)));
            Shares then = shares(withAdded(tiers, scenario, rtts), scenario, rtts);
            now.addTo(before, weight);
            then.addTo(after, weight);
            if (!now.equals(then)) {
                changes.add(new Change(
                        prefix, countries.of(prefix), now.most(), then.most(), now.mean(), then.mean(), weight / all));
            }
        }
        changes.sort(Comparator.comparingDouble((Change change) -> -change.slowerNanos() * change.share())
                .thenComparing(Change::prefix));
        return new Answer(before.outcome(), after.outcome(), changes);
    }

    private double weight(Prefix prefix) {
        if (input.weights().isEmpty()) {
            return clients.isEmpty() || clients.contains(prefix) ? 1 : 0;
        }
        return input.weights().getOrDefault(prefix, 0L);
    }

    private Optional<EstimateTable> added(Scenario scenario) {
        if (scenario.added().isEmpty()) {
            return Optional.empty();
        }
        Map<String, GeoPoint> all = new HashMap<>(locations);
        scenario.added().forEach(zone -> all.put(zone.name(), zone.location()));
        return Optional.of(NewZones.predict(input.map().allEstimates(), input.clients(), input.networks(), all));
    }

    private static void addRtt(EstimateTable table, Prefix prefix, String zone, Map<String, Long> rtts) {
        int column = table.zones().indexOf(zone);
        table.row(prefix)
                .filter(row -> table.known(row, column))
                .ifPresent(row -> rtts.put(zone, table.rttNanos(row, column)));
    }

    private static Map<String, Long> rtts(PrefixEstimates estimates) {
        Map<String, Long> rtts = new HashMap<>();
        for (Map.Entry<String, Estimate> each : estimates.byZone().entrySet()) {
            rtts.put(each.getKey(), each.getValue().rttNanos());
        }
        return rtts;
    }

    /** Puts each new zone in front that is faster than the first zone left by the margin. */
    private List<List<String>> withAdded(List<List<String>> tiers, Scenario scenario, Map<String, Long> rtts) {
        List<List<String>> all = new ArrayList<>(tiers);
        List<Scenario.NewZone> slowestFirst = scenario.added().stream()
                .filter(zone -> rtts.containsKey(zone.name()))
                .sorted(Comparator.comparingLong((Scenario.NewZone zone) -> -rtts.getOrDefault(zone.name(), 0L)))
                .toList();
        for (Scenario.NewZone zone : slowestFirst) {
            long rtt = rtts.getOrDefault(zone.name(), 0L);
            Shares present = shares(all, scenario, rtts);
            long margin = Math.max(
                    input.switchMarginNanos(), Math.round(present.mean() * input.switchMarginPercent() / PERCENT));
            if (present.mean() - rtt > margin) {
                all.addFirst(List.of(zone.name()));
            } else {
                all.addLast(List.of(zone.name()));
            }
        }
        return all;
    }

    /** How the traffic of one prefix is shared, by id of zone, and how far each is. */
    private record Shares(SortedMap<String, Double> byZone, Map<String, Long> rtts) {
        void addTo(Outcome.Sum sum, double weight) {
            byZone.forEach((zone, share) -> sum.add(zone, weight * share, rtts.getOrDefault(zone, 0L)));
        }

        String most() {
            return byZone.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
        }

        long mean() {
            double sum = 0;
            for (Map.Entry<String, Double> each : byZone.entrySet()) {
                long rtt = rtts.getOrDefault(each.getKey(), 0L);
                if (rtt == 0) {
                    return 0;
                }
                sum += each.getValue() * rtt;
            }
            return Math.round(sum);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Shares that && byZone.equals(that.byZone);
        }

        @Override
        public int hashCode() {
            return byZone.hashCode();
        }
    }

    /**
     * Shares traffic by weight inside the first tier with a zone left; a weight of 0 counts only if there is no other.
     */
    private Shares shares(List<List<String>> tiers, Scenario scenario, Map<String, Long> rtts) {
        Set<String> usable = new HashSet<>(weights.keySet());
        scenario.added().forEach(zone -> usable.add(zone.name()));
        if (!scenario.drained().containsAll(usable)) {
            usable.removeAll(scenario.drained()); // else all are answered, as when all are down
        }
        SortedMap<String, Double> shares = new TreeMap<>();
        for (List<String> tier : tiers) {
            List<String> left = tier.stream().filter(usable::contains).toList();
            if (!left.isEmpty()) {
                double sum = left.stream()
                        .mapToDouble(zone -> weight(zone, scenario))
                        .sum();
                for (String zone : left) {
                    double share = sum == 0 ? 1.0 / left.size() : weight(zone, scenario) / sum;
                    if (share > 0) {
                        shares.put(zone, share);
                    }
                }
                break;
            }
        }
        return new Shares(shares, Map.copyOf(rtts));
    }

    private double weight(String zone, Scenario scenario) {
        Integer other = scenario.weights().get(zone);
        return other == null ? weights.getOrDefault(zone, 1) : other;
    }
}
