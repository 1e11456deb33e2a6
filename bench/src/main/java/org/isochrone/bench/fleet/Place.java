package org.isochrone.bench.fleet;

import org.isochrone.steering.topology.GeoPoint;

/**
 * A zone, or a country with its clients.
 *
 * @param name of a zone, or ISO 3166-1 alpha-2
 * @param weight how many of all clients are there, in no unit
 * @param spread how far clients are from its middle, degrees
 */
record Place(String name, double latitude, double longitude, double weight, double spread) {
    /** Eight zones. */
    static final Place[] ZONES = {
        zone("fra", 50.1, 8.7),
        zone("gru", -23.4, -46.5),
        zone("iad", 38.9, -77.5),
        zone("jnb", -26.1, 28.2),
        zone("nrt", 35.8, 140.4),
        zone("sin", 1.4, 104.0),
        zone("sjc", 37.4, -121.9),
        zone("syd", -33.9, 151.2)
    };

    /** Countries with about as many clients as they have people on the net. */
    static final Place[] COUNTRIES = {
        country("AR", -34.6, -58.4, 40, 6), country("AT", 48.2, 14.5, 8, 1.5), country("AU", -33.5, 148, 24, 9),
        country("BE", 50.8, 4.4, 11, 1), country("BR", -19, -46, 180, 9), country("CA", 46, -80, 37, 12),
        country("CH", 47.2, 8.2, 8, 1), country("CL", -33.4, -70.7, 17, 4), country("CN", 31, 115, 120, 9),
        country("CO", 4.7, -74.1, 38, 3), country("CZ", 50, 14.8, 9, 1.5), country("DE", 51, 10, 78, 3),
        country("DK", 55.8, 11, 6, 1.5), country("EG", 30, 31.2, 80, 2), country("ES", 40.2, -3.5, 44, 4),
        country("FI", 61, 25, 5, 2), country("FR", 47.5, 2.5, 60, 4), country("GB", 52.5, -1.3, 66, 2),
        country("GR", 38.2, 23.5, 9, 2), country("HK", 22.3, 114.2, 7, 0.2), country("ID", -6.5, 108, 150, 6),
        country("IE", 53.3, -7, 5, 1), country("IL", 32, 34.9, 8, 0.8), country("IN", 21, 78, 300, 7),
        country("IT", 43, 12, 51, 3), country("JP", 35.5, 138, 103, 3), country("KE", -1, 37, 20, 2),
        country("KR", 36.6, 127.5, 50, 1.5), country("MX", 21, -100, 97, 5), country("MY", 3.5, 102, 32, 2),
        country("NG", 7.5, 5, 80, 3), country("NL", 52.2, 5.3, 17, 1), country("NO", 60.5, 9, 5, 2),
        country("NZ", -38.5, 175, 5, 3), country("PE", -11, -76, 24, 4), country("PH", 14.2, 121.3, 70, 3),
        country("PL", 52, 19.3, 33, 2.5), country("PT", 39.4, -8.5, 9, 1.5), country("RO", 45.5, 25, 16, 2),
        country("SE", 59, 16, 10, 3), country("SG", 1.35, 103.8, 6, 0.1), country("TH", 14.5, 100.8, 60, 3),
        country("TR", 39.8, 32, 70, 4), country("TW", 24, 121, 21, 1), country("UA", 49.2, 31, 30, 3.5),
        country("US", 38.5, -93, 300, 14), country("VN", 16.5, 107, 77, 5), country("ZA", -28, 27, 41, 4)
    };

    private static final double EARTH_KM = 6371;

    private static Place zone(String name, double latitude, double longitude) {
        return new Place(name, latitude, longitude, 1, 0);
    }

    private static Place country(String name, double latitude, double longitude, double weight, double spread) {
        return new Place(name, latitude, longitude, weight, spread);
    }

    /** Returns where it is. */
    GeoPoint point() {
        return new GeoPoint(latitude, longitude);
    }

    /** Returns the distance to a point on the surface of the earth, kilometres. */
    double kilometresTo(double lat, double lon) {
        double half = Math.pow(Math.sin(Math.toRadians(lat - latitude) / 2), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(lat))
                        * Math.pow(Math.sin(Math.toRadians(lon - longitude) / 2), 2);
        return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, half)));
    }
}
