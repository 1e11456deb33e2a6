package org.isochrone.app.sim;

import java.util.List;
import org.isochrone.steering.topology.GeoPoint;

/**
 * A place where simulated people live. Immutable.
 *
 * @param name for people
 * @param country ISO 3166-1 alpha-2
 * @param location its real coordinates
 */
public record City(String name, String country, GeoPoint location) {
    /** Cities of all continents, so that every zone is the fastest of some and a few stand between two. */
    static final List<City> ALL = List.of(
            of("Berlin", "DE", 52.52, 13.40),
            of("Munich", "DE", 48.14, 11.58),
            of("Hamburg", "DE", 53.55, 9.99),
            of("Paris", "FR", 48.86, 2.35),
            of("Marseille", "FR", 43.30, 5.37),
            of("London", "GB", 51.51, -0.13),
            of("Edinburgh", "GB", 55.95, -3.19),
            of("Madrid", "ES", 40.42, -3.70),
            of("Lisbon", "PT", 38.72, -9.14),
            of("Rome", "IT", 41.90, 12.50),
            of("Vienna", "AT", 48.21, 16.37),
            of("Warsaw", "PL", 52.23, 21.01),
            of("Stockholm", "SE", 59.33, 18.07),
            of("Helsinki", "FI", 60.17, 24.94),
            of("Athens", "GR", 37.98, 23.73),
            of("Istanbul", "TR", 41.01, 28.98),
            of("Cairo", "EG", 30.04, 31.24),
            of("Lagos", "NG", 6.52, 3.38),
            of("Nairobi", "KE", -1.29, 36.82),
            of("Cape Town", "ZA", -33.92, 18.42),
            of("Dubai", "AE", 25.20, 55.27),
            of("Reykjavik", "IS", 64.15, -21.94),
            of("New York", "US", 40.71, -74.01),
            of("Chicago", "US", 41.88, -87.63),
            of("Dallas", "US", 32.78, -96.80),
            of("Seattle", "US", 47.61, -122.33),
            of("Los Angeles", "US", 34.05, -118.24),
            of("Honolulu", "US", 21.31, -157.86),
            of("Toronto", "CA", 43.65, -79.38),
            of("Vancouver", "CA", 49.28, -123.12),
            of("Mexico City", "MX", 19.43, -99.13),
            of("Bogota", "CO", 4.71, -74.07),
            of("Lima", "PE", -12.05, -77.04),
            of("Sao Paulo", "BR", -23.55, -46.63),
            of("Buenos Aires", "AR", -34.60, -58.38),
            of("Mumbai", "IN", 19.08, 72.88),
            of("Chennai", "IN", 13.08, 80.27),
            of("Delhi", "IN", 28.61, 77.21),
            of("Bangkok", "TH", 13.76, 100.50),
            of("Jakarta", "ID", -6.21, 106.85),
            of("Manila", "PH", 14.60, 120.98),
            of("Hong Kong", "HK", 22.32, 114.17),
            of("Taipei", "TW", 25.03, 121.57),
            of("Tokyo", "JP", 35.68, 139.69),
            of("Osaka", "JP", 34.69, 135.50),
            of("Seoul", "KR", 37.57, 126.98),
            of("Sydney", "AU", -33.87, 151.21),
            of("Auckland", "NZ", -36.85, 174.76));

    private static City of(String name, String country, double latitude, double longitude) {
        return new City(name, country, new GeoPoint(latitude, longitude));
    }
}
