package org.isochrone.steering.plan;

import org.isochrone.steering.topology.GeoPoint;

/**
 * A place as a point on the unit sphere, where the nearer of two is found without a distance.
 *
 * @param x towards 0 degrees north and east
 * @param y towards 90 degrees east
 * @param z towards the north pole
 */
record Spot(double x, double y, double z) {
    static Spot of(GeoPoint place) {
        double latitude = Math.toRadians(place.latitude());
        double longitude = Math.toRadians(place.longitude());
        double equator = Math.cos(latitude);
        return new Spot(equator * Math.cos(longitude), equator * Math.sin(longitude), Math.sin(latitude));
    }

    /** Returns 1 for the same place, and the less the farther: -1 at the antipode. */
    double nearness(Spot other) {
        return x * other.x + y * other.y + z * other.z;
    }
}
