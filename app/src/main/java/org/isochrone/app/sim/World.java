package org.isochrone.app.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Who lives where in the simulated internet: three zones and a client network in each city. Immutable.
 *
 * <pre>
 * 127.0.1.z    the peer of zone z
 * 127.0.2.z    the service of zone z
 * 127.n.0.0/16 all client networks of one country, which is one autonomous system
 * 127.n.c.0/24 the client network of one city; 127.n.c.53 answers DNS there
 * </pre>
 *
 * @param zones frankfurt, new york and singapore
 * @param clients one network a city
 * @param networks the covering network of each country
 */
public record World(List<SimulatedZone> zones, List<SimulatedClient> clients, List<ClientPrefix> networks) {
    /** Country networks begin here, so that the usual 127.0.0.1 stays outside. */
    private static final int FIRST_COUNTRY = 16;

    /** First of the numbers that RFC 5398 reserves for documentation. */
    private static final long FIRST_ASN = 64_496;

    /** Copies the lists. */
    public World {
        zones = List.copyOf(zones);
        clients = List.copyOf(clients);
        networks = List.copyOf(networks);
    }

    /** Returns the world of {@link City#ALL}. */
    public static World standard() {
        List<SimulatedZone> zones = List.of(
                zone(1, "fra", new City("Frankfurt", "DE", new GeoPoint(50.11, 8.68))),
                zone(2, "nyc", new City("New York", "US", new GeoPoint(40.71, -74.01))),
                zone(3, "sgp", new City("Singapore", "SG", new GeoPoint(1.35, 103.82))));
        List<SimulatedClient> clients = new ArrayList<>();
        List<ClientPrefix> networks = new ArrayList<>();
        Map<String, Integer> countries = new HashMap<>();
        Map<String, Integer> cities = new HashMap<>();
        for (City city : City.ALL) {
            int country = countries.computeIfAbsent(city.country(), _ -> FIRST_COUNTRY + countries.size());
            int number = cities.merge(city.country(), 1, Integer::sum);
            long asn = FIRST_ASN + country - FIRST_COUNTRY;
            if (number == 1) {
                Prefix covering = Prefix.parse("127." + country + ".0.0/16");
                networks.add(new ClientPrefix(covering, asn, city.country(), Optional.empty()));
            }
            Prefix prefix = Prefix.parse("127." + country + "." + number + ".0/24");
            clients.add(new SimulatedClient(
                    new ClientPrefix(prefix, asn, city.country(), Optional.of(city.location())),
                    city,
                    IpAddress.parse("127." + country + "." + number + ".53")));
        }
        return new World(zones, clients, networks);
    }

    private static SimulatedZone zone(int number, String name, City city) {
        return new SimulatedZone(
                name, city, IpAddress.parse("127.0.1." + number), IpAddress.parse("127.0.2." + number));
    }
}
