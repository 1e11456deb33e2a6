package org.isochrone.steering.build;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.topology.GeoPoint;

/**
 * How the zones of a prefix stand in its ranking. The first tier is what hysteresis decided, its lead in front; behind
 * it by speed, zones within the tie margin in one tier, and whatever does not reply last.
 *
 * <p>In a zonegroup of more than {@value #ALL} zones that all have a location, a prefix ranks by its own estimates the
 * {@value #OWN} fastest only. The others follow by their distance from the lead, one after the other: they are answered
 * when several zones are down at once, differ by less than they are known, and would make nearly every prefix' ranking
 * unlike its neighbours', so that a map could neither share rankings nor join prefixes. Immutable, safe for any thread.
 */
final class Tiers {
    /** Zones up to which all of them are ranked by estimates. */
    static final int ALL = 8;

    /** Zones ranked by estimates where there are more. */
    static final int OWN = 4;

    private final long tieNanos;
    private final Map<String, Map<String, Integer>> places = new HashMap<>();
    private final Map<String, List<String>> alone = new HashMap<>();

    /** For a zonegroup of these zones (ids), of which some may have no location. */
    Tiers(Collection<String> zones, Map<String, GeoPoint> locations, Duration tieMargin) {
        tieNanos = tieMargin.toNanos();
        zones.forEach(zone -> alone.put(zone, List.of(zone)));
        if (zones.size() > ALL && locations.keySet().containsAll(zones)) {
            zones.forEach(lead -> places.put(lead, places(lead, zones, locations)));
        }
    }

    private static Map<String, Integer> places(String lead, Collection<String> zones, Map<String, GeoPoint> locations) {
        GeoPoint from = locations.getOrDefault(lead, new GeoPoint(0, 0));
        List<String> nearest = zones.stream()
                .sorted(Comparator.comparingDouble((String zone) ->
                                locations.getOrDefault(zone, from).distanceKm(from))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<String, Integer> places = HashMap.newHashMap(nearest.size());
        nearest.forEach(zone -> places.put(zone, places.size()));
        return places;
    }

    /** Returns the tiers of a prefix; {@code candidates} are best first. */
    List<List<String>> of(List<Candidate> candidates, Held held) {
        List<String> first = new ArrayList<>();
        first.add(held.lead());
        List<Candidate> rest = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (held.ties().contains(candidate.zone())) {
                first.add(candidate.zone());
            } else if (!candidate.zone().equals(held.lead())) {
                rest.add(candidate);
            }
        }
        List<List<String>> tiers = new ArrayList<>(candidates.size());
        tiers.add(tier(first));
        Map<String, Integer> order = places.getOrDefault(held.lead(), Map.of());
        int own = first.size();
        int next = 0;
        while (next < rest.size() && (order.isEmpty() || own < OWN)) {
            Candidate fastest = rest.get(next);
            List<String> tier = new ArrayList<>(1);
            while (next < rest.size() && tied(fastest, rest.get(next))) {
                tier.add(rest.get(next++).zone());
            }
            tiers.add(tier(tier));
            own += tier.size();
        }
        addByDistance(rest, next, order, tiers);
        return tiers;
    }

    /** Adds the candidates from {@code first} on, each in a tier of its own: those that reply, then by distance. */
    private void addByDistance(List<Candidate> rest, int first, Map<String, Integer> order, List<List<String>> tiers) {
        long[] keys = new long[rest.size() - first];
        for (int i = 0; i < keys.length; i++) {
            Candidate candidate = rest.get(first + i);
            int place = order.getOrDefault(candidate.zone(), 0) + (candidate.reachable() ? 0 : order.size());
            keys[i] = (long) place << Integer.SIZE | (first + i);
        }
        Arrays.sort(keys);
        for (long key : keys) {
            String zone = rest.get((int) key).zone();
            tiers.add(alone.getOrDefault(zone, List.of()));
        }
    }

    /** Returns the tier as an object that other rankings share, if it is one zone. */
    private List<String> tier(List<String> zones) {
        return zones.size() > 1 ? zones : alone.getOrDefault(zones.getFirst(), zones);
    }

    private boolean tied(Candidate fastest, Candidate other) {
        return other.reachable() == fastest.reachable() && other.nanos() - fastest.nanos() <= tieNanos;
    }
}
