package org.isochrone.steering.discovery;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Finds targets that answer faster than light allows. Immutable, safe for any thread.
 *
 * <p><b>Anycast.</b> A round trip from each of two zones to one place takes together at least as long as light needs
 * from the one zone to the other and back, wherever the place is. A target that is faster stands in several places, or
 * something near the zones answers for it. This needs no location of the client.
 *
 * <p><b>Too fast.</b> A round trip takes at least as long as light needs to the place of the prefix and back. If two
 * zones, and at least half of those that had an answer, contradict the place, then it is wrong and says nothing of the
 * target; so nothing is said before two zones had one. What is known of a place is good to {@value #PLACE_KM} km at
 * best.
 */
public final class LightRules {
    /** Light takes the way of the fibre, and coordinates of zones are good to a few kilometres. */
    private static final double TOLERANCE = 0.98;

    private static final double PLACE_KM = 50;
    private static final double NANOS_PER_KM = 10_000;
    private static final int ENOUGH_TO_DOUBT = 2;
    private static final double MILLION = 1e6;

    private final Map<String, GeoPoint> zones;

    /** Judges by where zones stand, by id; a zone may be missing. */
    public LightRules(Map<String, GeoPoint> zones) {
        this.zones = Map.copyOf(zones);
    }

    /**
     * Returns why a target is to be set aside, for people; empty if it is not.
     *
     * @param place where its prefix is, if that is known of this very prefix
     * @param sights what each zone has seen of it, by id
     */
    public Optional<String> suspicion(Optional<GeoPoint> place, Map<String, ZoneSight> sights, Instant now) {
        Map<String, ZoneSight> usable = new TreeMap<>(sights);
        usable.entrySet()
                .removeIf(entry ->
                        !zones.containsKey(entry.getKey()) || !entry.getValue().fresh(now));
        return anycast(usable).or(() -> place.flatMap(there -> tooFast(there, usable)));
    }

    private Optional<String> anycast(Map<String, ZoneSight> sights) {
        for (Map.Entry<String, ZoneSight> one : sights.entrySet()) {
            for (Map.Entry<String, ZoneSight> other : sights.entrySet()) {
                long needed = (long) (TOLERANCE * zone(one.getKey()).fibreRoundTripNanos(zone(other.getKey())));
                long sum = one.getValue().minNanos() + other.getValue().minNanos();
                if (!one.getKey().equals(other.getKey()) && sum < needed) {
                    return Optional.of("anycast: " + millis(sum) + " ms from zones " + one.getKey() + " and "
                            + other.getKey() + " together, light needs " + millis(needed) + " between them");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> tooFast(GeoPoint place, Map<String, ZoneSight> sights) {
        if (sights.size() < ENOUGH_TO_DOUBT) {
            return Optional.empty();
        }
        Optional<String> first = Optional.empty();
        int contradicting = 0;
        for (Map.Entry<String, ZoneSight> sight : sights.entrySet()) {
            double fibre = zone(sight.getKey()).fibreRoundTripNanos(place);
            long needed = (long) (TOLERANCE * fibre - PLACE_KM * NANOS_PER_KM);
            if (sight.getValue().minNanos() < needed) {
                contradicting++;
                first = first.or(
                        () -> Optional.of("too fast: " + millis(sight.getValue().minNanos()) + " ms from zone "
                                + sight.getKey() + ", light needs " + millis(needed)));
            }
        }
        boolean placeIsWrong = contradicting >= ENOUGH_TO_DOUBT && 2 * contradicting >= sights.size();
        return placeIsWrong ? Optional.empty() : first;
    }

    private GeoPoint zone(String id) {
        return Optional.ofNullable(zones.get(id)).orElseThrow();
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / MILLION);
    }
}
