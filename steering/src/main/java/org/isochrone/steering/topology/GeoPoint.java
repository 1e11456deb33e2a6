package org.isochrone.steering.topology;

/**
 * A place on Earth. Immutable, safe for any thread.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record GeoPoint(double latitude, double longitude) {
    /** Mean Earth radius of IUGG, kilometres. */
    private static final double EARTH_RADIUS_KM = 6371.0088;

    /** Light in fibre covers about 200 km a millisecond, so a round trip over 100 km takes at least one. */
    private static final double NANOS_PER_KM_ROUND_TRIP = 10_000;

    /** Rejects coordinates outside their ranges, and NaN. */
    public GeoPoint {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude must be in [-90..90]: " + latitude);
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude must be in [-180..180]: " + longitude);
        }
        latitude += 0.0; // minus zero becomes zero, so that equal places are equal
        longitude += 0.0;
    }

    /** Returns the great-circle distance (haversine), kilometres. */
    public double distanceKm(GeoPoint other) {
        double lat1 = Math.toRadians(latitude);
        double lat2 = Math.toRadians(other.latitude);
        double sinLat = Math.sin((lat2 - lat1) / 2);
        double sinLon = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double h = sinLat * sinLat + Math.cos(lat1) * Math.cos(lat2) * sinLon * sinLon;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    /** Returns the round-trip time that light in a straight fibre would need, nanoseconds. */
    public long fibreRoundTripNanos(GeoPoint other) {
        return Math.round(distanceKm(other) * NANOS_PER_KM_ROUND_TRIP);
    }
}
