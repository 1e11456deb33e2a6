package org.isochrone.steering.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Zonegroup;

/**
 * Plans what one zone measures: which client prefixes, why, and how often. Pure, so that every peer of a zone plans the
 * same.
 */
public final class PairPlanner {
    private static final double MEDIAN_EFFICIENCY = 1.25;

    private PairPlanner() {}

    /** Returns the pairs of the zone of id {@code zone}, in order of prefix; none if the topology lacks it. */
    public static List<PlannedPair> plan(PlanInput input, String zone) {
        Optional<Zonegroup> group = input.topology().period().zonegroups().stream()
                .filter(each ->
                        each.zones().stream().anyMatch(member -> member.id().equals(zone)))
                .findFirst();
        if (group.isEmpty()) {
            return List.of();
        }
        CandidateZones candidates = new CandidateZones(group.get(), input.now());
        Rhythm rhythm =
                Rhythm.of(input.shortest(), input.longest(), input.weights().values());
        Map<Prefix, GeoPoint> places = places(input);
        List<PlannedPair> pairs = new ArrayList<>();
        for (ClientPrefix client : input.clients()) {
            Prefix prefix = client.prefix();
            Map<String, Estimate> estimates = input.map()
                    .flatMap(map -> map.estimates(prefix.network()))
                    .map(found -> found.byZone())
                    .orElse(Map.of());
            Optional<String> incumbent = input.map()
                    .flatMap(map -> map.lookup(group.get().id(), prefix.network()))
                    .map(RankedCell::ranking)
                    .map(ranking -> ranking.tiers().getFirst().getFirst());
            Map<String, Reason> chosen =
                    candidates.of(prefix, Optional.ofNullable(places.get(prefix)), incumbent, estimates);
            Optional.ofNullable(chosen.get(zone)).ifPresent(reason -> {
                Optional<Estimate> measured = Optional.ofNullable(estimates.get(zone))
                        .filter(estimate -> estimate.provenance() == Provenance.MEASURED);
                long weight = input.weights().getOrDefault(prefix, 0L);
                pairs.add(new PlannedPair(
                        prefix,
                        reason,
                        rhythm.interval(weight),
                        weight,
                        measured.map(Estimate::rttNanos).orElse(0L),
                        measured.map(PairPlanner::spreadNanos).orElse(0L)));
            });
        }
        pairs.sort(Comparator.comparing(PlannedPair::prefix));
        return pairs;
    }

    /**
     * Returns the standard deviation of single bursts, from what their median is off by: the standard error of a median
     * of n is 1.25 deviations divided by the root of n.
     */
    private static long spreadNanos(Estimate estimate) {
        return Math.round(estimate.errorNanos() * Math.sqrt(estimate.bursts()) / MEDIAN_EFFICIENCY);
    }

    /** A client's own place, or that of the nearest network around it that has one. */
    private static Map<Prefix, GeoPoint> places(PlanInput input) {
        record Entry(ClientPrefix at, boolean client) {}
        Map<Prefix, GeoPoint> places = HashMap.newHashMap(input.clients().size());
        if (input.networks().isEmpty()) {
            input.clients().forEach(client -> client.location().ifPresent(place -> places.put(client.prefix(), place)));
            return places;
        }
        List<Entry> all = new ArrayList<>();
        input.networks().stream()
                .filter(network -> network.location().isPresent())
                .forEach(network -> all.add(new Entry(network, false)));
        input.clients().forEach(client -> all.add(new Entry(client, true)));
        all.sort(Comparator.comparing((Entry entry) -> entry.at().prefix()).thenComparing(Entry::client));
        Deque<ClientPrefix> around = new ArrayDeque<>();
        for (Entry entry : all) {
            Prefix prefix = entry.at().prefix();
            while (!around.isEmpty() && !around.element().prefix().covers(prefix)) {
                around.pop();
            }
            if (entry.client()) {
                entry.at()
                        .location()
                        .or(() -> Optional.ofNullable(around.peek()).flatMap(ClientPrefix::location))
                        .ifPresent(place -> places.put(prefix, place));
            } else {
                around.push(entry.at());
            }
        }
        return places;
    }
}
