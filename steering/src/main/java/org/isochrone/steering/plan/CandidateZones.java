package org.isochrone.steering.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.Zonegroup;

/**
 * Which zones of a zonegroup are worth measuring a client prefix from: the {@value #NEAR} nearest by distance, the one
 * that the map sends it to, the one that is expected to be the fastest, those that are so uncertain that they may well
 * be ({@link WorthProbing}), and one more in turn. On public data measuring the four nearest finds the best zone of
 * every client; the others correct wrong places. Where neither place nor estimates are known, zones are drawn by lot
 * and drawn anew with each turn. Immutable, safe for any thread.
 */
public final class CandidateZones {
    /** Zones by distance; a zonegroup with no more than that is measured from all. */
    public static final int NEAR = 4;

    /** How long a turn lasts. */
    public static final Duration TURN = Duration.ofHours(6);

    private final List<Zone> zones;
    private final List<Optional<Spot>> spots;
    private final long turn;

    /** Chooses among the zones of {@code zonegroup} in the turn that {@code now} lies in. */
    public CandidateZones(Zonegroup zonegroup, Instant now) {
        this.zones = zonegroup.zones().stream()
                .sorted(Comparator.comparing(Zone::id))
                .toList();
        this.spots = zones.stream()
                .map(zone -> zone.steering().location().map(Spot::of))
                .toList();
        this.turn = Math.floorDiv(now.getEpochSecond(), TURN.toSeconds());
    }

    /**
     * Returns the candidates of one client prefix, by zone id, with the first reason that holds.
     *
     * @param place where the prefix is, if known
     * @param incumbent id of the zone that the map sends it to, if the map knows the prefix
     * @param believed estimates by zone id; those of other zonegroups' zones have no say
     */
    public Map<String, Reason> of(
            Prefix prefix, Optional<GeoPoint> place, Optional<String> incumbent, Map<String, Estimate> believed) {
        Map<String, Reason> chosen = LinkedHashMap.newLinkedHashMap(NEAR + 3 + WorthProbing.MOST);
        if (zones.size() <= NEAR) {
            zones.forEach(zone -> chosen.put(zone.id(), Reason.FEW_ZONES));
            return chosen;
        }
        Map<String, Estimate> estimates = ofMine(believed);
        List<String> fastest = estimates.isEmpty() ? List.of() : fastest(estimates);
        incumbent
                .filter(id -> zones.stream().anyMatch(zone -> zone.id().equals(id)))
                .ifPresent(id -> chosen.put(id, Reason.INCUMBENT));
        if (!fastest.isEmpty()) {
            chosen.putIfAbsent(fastest.getFirst(), Reason.PREDICTED);
        }
        List<String> near = place.map(this::nearest).orElse(List.of());
        near.forEach(id -> chosen.putIfAbsent(id, Reason.NEAR));
        if (near.size() < NEAR) {
            fill(chosen, fastest, NEAR, Reason.PREDICTED);
            fill(chosen, drawn(prefix), NEAR, Reason.UNKNOWN);
        }
        WorthProbing.of(incumbent, estimates).forEach(id -> chosen.putIfAbsent(id, Reason.WORTH));
        fill(chosen, drawn(prefix), chosen.size() + 1, Reason.ROTATION);
        return chosen;
    }

    private static void fill(Map<String, Reason> chosen, Iterable<String> ids, int most, Reason reason) {
        for (String id : ids) {
            if (chosen.size() >= most) {
                return;
            }
            chosen.putIfAbsent(id, reason);
        }
    }

    private Map<String, Estimate> ofMine(Map<String, Estimate> believed) {
        Map<String, Estimate> mine = LinkedHashMap.newLinkedHashMap(believed.size());
        for (Zone zone : zones) {
            Optional.ofNullable(believed.get(zone.id())).ifPresent(estimate -> mine.put(zone.id(), estimate));
        }
        return mine;
    }

    private static List<String> fastest(Map<String, Estimate> estimates) {
        return estimates.entrySet().stream()
                .filter(each -> each.getValue().reachable())
                .sorted(Comparator.comparingLong(each -> each.getValue().rttNanos()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the {@value #NEAR} nearest zones, the nearest first; of two at one place the first by id. */
    private List<String> nearest(GeoPoint place) {
        Spot here = Spot.of(place);
        double[] best = new double[NEAR];
        int[] index = new int[NEAR];
        int found = 0;
        for (int zone = 0; zone < zones.size(); zone++) {
            if (spots.get(zone).isEmpty()) {
                continue;
            }
            double nearness = spots.get(zone).orElseThrow().nearness(here);
            int at = found;
            while (at > 0 && best[at - 1] < nearness) {
                at--;
            }
            if (at < NEAR) {
                found = Math.min(NEAR, found + 1);
                System.arraycopy(best, at, best, at + 1, found - 1 - at);
                System.arraycopy(index, at, index, at + 1, found - 1 - at);
                best[at] = nearness;
                index[at] = zone;
            }
        }
        List<String> near = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
            near.add(zones.get(index[i]).id());
        }
        return near;
    }

    /** Returns all zones in an order that differs between prefixes and turns. */
    private Iterable<String> drawn(Prefix prefix) {
        int size = zones.size();
        long seed = prefix.network().high() ^ Long.rotateLeft(prefix.network().low(), 17) ^ prefix.length();
        long start = Math.floorMod(((seed * 0x9E37_79B9_7F4A_7C15L) >>> 32) + turn, (long) size);
        return () -> IntStream.range(0, size)
                .mapToObj(i -> zones.get((int) ((start + i) % size)).id())
                .iterator();
    }
}
