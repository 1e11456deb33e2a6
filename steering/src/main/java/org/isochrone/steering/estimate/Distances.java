package org.isochrone.steering.estimate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.topology.GeoPoint;

/**
 * What light in a straight fibre would need between prefixes and zones: the time below which nothing is believed. A
 * location that most of a prefix's measurements contradict is wrong, and is not used. Immutable.
 */
final class Distances {
    /** Leaves room for locations that are right to a few kilometres only. */
    private static final double TOLERANCE = 0.98;

    private final long[] fibre;
    private final int zones;

    /**
     * Locates what can be located, and raises what was measured below the light's time where the location is trusted.
     */
    Distances(EstimateTable table, Places places, Map<String, GeoPoint> zoneLocations) {
        List<String> ids = table.zones();
        zones = ids.size();
        fibre = new long[Math.multiplyExact(table.rows(), zones)];
        for (int row = 0; row < table.rows(); row++) {
            Optional<GeoPoint> place = places.row(row).location();
            if (place.isPresent()) {
                for (int zone = 0; zone < zones; zone++) {
                    GeoPoint there = zoneLocations.get(ids.get(zone));
                    fibre[row * zones + zone] =
                            there == null ? 0 : Math.max(1, place.get().fibreRoundTripNanos(there));
                }
                check(table, row);
            }
        }
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

    private void check(EstimateTable table, int row) {
        int measured = 0;
        int tooFast = 0;
        for (int zone = 0; zone < zones; zone++) {
            if (known(row, zone) && table.measured(row, zone)) {
                measured++;
                tooFast += table.rttNanos(row, zone) < floorNanos(row, zone) ? 1 : 0;
            }
        }
        if (tooFast * 2 >= measured && tooFast > 0) {
            for (int zone = 0; zone < zones; zone++) {
                fibre[row * zones + zone] = 0;
            }
        } else if (tooFast > 0) {
            for (int zone = 0; zone < zones; zone++) {
                if (table.measured(row, zone)) {
                    table.raise(row, zone, floorNanos(row, zone));
                }
            }
        }
    }
}
