package org.isochrone.steering.estimate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.topology.GeoPoint;

/**
 * What light in a straight fibre would need between prefixes and zones: the time below which nothing is believed. A
 * location that two of a prefix's measurements contradict, or half of them, is wrong, and is not used; so is one that a
 * single measurement contradicts which agrees with all the others. If it does not agree with them, that measurement is
 * wrong. Nor is the location of a zone used, or what its peer says, whichever {@link LightCheck} finds to be wrong.
 * Immutable.
 */
final class Distances {
    /** Leaves room for locations that are right to a few kilometres only. */
    static final double TOLERANCE = 0.98;

    /** Round trips to so many zones are not all wrong: the place is. What one peer says wrongly is found before. */
    private static final int CONTRADICTIONS = 2;

    private final long[] fibre;
    private final int zones;

    /**
     * Locates what can be located, and raises what was measured below the light's time where the location is trusted.
     */
    Distances(EstimateTable table, Places places, Map<String, GeoPoint> zoneLocations) {
        zones = table.zones().size();
        fibre = new long[Math.multiplyExact(table.rows(), zones)];
        Map<Integer, GeoPoint> trusted = trusted(table, places, zoneLocations);
        for (int row = 0; row < table.rows(); row++) {
            Optional<GeoPoint> place = places.row(row).location();
            if (place.isPresent()) {
                for (int zone = 0; zone < zones; zone++) {
                    GeoPoint there = trusted.get(zone);
                    fibre[row * zones + zone] =
                            there == null ? 0 : Math.max(1, place.get().fibreRoundTripNanos(there));
                }
                check(table, row, trusted);
            }
        }
    }

    /** The places of zones by column, without those that cannot be; what a peer says that cannot be is forgotten. */
    private static Map<Integer, GeoPoint> trusted(
            EstimateTable table, Places places, Map<String, GeoPoint> zoneLocations) {
        Map<Integer, GeoPoint> trusted = new HashMap<>();
        for (int zone = 0; zone < table.zones().size(); zone++) {
            GeoPoint said = zoneLocations.get(table.zones().get(zone));
            if (said != null) {
                trusted.put(zone, said);
            }
        }
        new LightCheck(table, places).findings(Map.copyOf(trusted)).forEach((zone, finding) -> {
            switch (finding) {
                case LOCATION -> {
                    trusted.remove(zone);
                    table.doubt(zone, "stands somewhere else than is said: light would be too slow");
                }
                case PEER -> {
                    table.forget(zone);
                    table.doubt(zone, "is measured faster than light from anywhere: its peer is not believed");
                }
            }
        });
        return trusted;
    }

    /** Tells whether both ends have a trusted location. */
    boolean known(int row, int zone) {
        return fibre[row * zones + zone] != 0;
    }

    /** Returns the round-trip time of light in a straight fibre, nanoseconds; 0 if unknown. */
    long fibreNanos(int row, int zone) {
        return fibre[row * zones + zone];
    }

    /** Returns the time below which nothing is believed, nanoseconds; 0 if unknown. */
    long floorNanos(int row, int zone) {
        return (long) Math.ceil(TOLERANCE * fibre[row * zones + zone]);
    }

    private void check(EstimateTable table, int row, Map<Integer, GeoPoint> trusted) {
        int measured = 0;
        int tooFast = 0;
        int fast = -1;
        for (int zone = 0; zone < zones; zone++) {
            if (known(row, zone) && table.measured(row, zone)) {
                measured++;
                if (table.rttNanos(row, zone) < floorNanos(row, zone)) {
                    tooFast++;
                    fast = zone;
                }
            }
        }
        if (tooFast == 0) {
            return;
        }
        if (tooFast >= CONTRADICTIONS || tooFast * 2 >= measured || agrees(table, row, fast, trusted)) {
            for (int zone = 0; zone < zones; zone++) {
                fibre[row * zones + zone] = 0;
            }
        } else {
            table.raise(row, fast, floorNanos(row, fast));
        }
    }

    /** Tells whether light gets from a zone by a prefix to each other zone in the times measured. */
    private static boolean agrees(EstimateTable table, int row, int zone, Map<Integer, GeoPoint> trusted) {
        Optional<GeoPoint> from = Optional.ofNullable(trusted.get(zone));
        return from.isPresent()
                && trusted.entrySet().stream()
                        .filter(other -> table.measured(row, other.getKey()))
                        .allMatch(other -> table.rttNanos(row, zone) + table.rttNanos(row, other.getKey())
                                >= TOLERANCE * from.get().fibreRoundTripNanos(other.getValue()));
    }
}
