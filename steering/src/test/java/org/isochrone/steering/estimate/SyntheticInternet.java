package org.isochrone.steering.estimate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * An internet that follows geography: clients stand around cities, and a round trip is the client's access line plus
 * the fibre's time by a detour that the city's path has.
 */
final class SyntheticInternet {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration WINDOW = Duration.ofHours(24);

    private static final int PER_CITY = 8;

    final List<String> zones = new ArrayList<>();
    final Map<String, GeoPoint> zoneLocations = new TreeMap<>();
    final List<ClientPrefix> clients = new ArrayList<>();
    final List<ClientPrefix> networks = new ArrayList<>();

    /** Nanoseconds, by client and zone. */
    final double[][] truth;

    SyntheticInternet(RandomGenerator random, int cities, int zoneCount) {
        for (int zone = 0; zone < zoneCount; zone++) {
            zones.add("z" + zone);
            zoneLocations.put("z" + zone, place(random));
        }
        truth = new double[cities * PER_CITY][zoneCount];
        for (int city = 0; city < cities; city++) {
            GeoPoint centre = place(random);
            double[] detour = random.doubles(zoneCount, 1.2, 2.0).toArray();
            Prefix network = prefix(city << 8, 16);
            networks.add(new ClientPrefix(network, 64_500L + city, country(city), Optional.of(centre)));
            for (int i = 0; i < PER_CITY; i++) {
                double access = random.nextDouble(1e6, 30e6);
                clients.add(ClientPrefix.bare(prefix(city << 8 | i, 24)));
                for (int zone = 0; zone < zoneCount; zone++) {
                    long fibre = centre.fibreRoundTripNanos(zonePlace(zone));
                    truth[city * PER_CITY + i][zone] = access + detour[zone] * random.nextDouble(0.97, 1.03) * fibre;
                }
            }
        }
    }

    /** Measures a pair three times, with a little queueing. */
    void measure(BurstWindow window, RandomGenerator random, int client, int zone) {
        for (int burst = 0; burst < 3; burst++) {
            long rtt = (long) (truth[client][zone] + 1e6 * -Math.log(1 - random.nextDouble()));
            window.add(Burst.single(
                    clients.get(client).prefix(),
                    zones.get(zone),
                    NOW.minusSeconds(600L * (burst + 1)),
                    ProbeMethod.TCP,
                    rtt));
        }
    }

    EstimateInput input(BurstWindow window, boolean withNetworks) {
        return new EstimateInput(window, clients, withNetworks ? networks : List.of(), zoneLocations, NOW, WINDOW);
    }

    /** Returns the same input in another order. */
    EstimateInput shuffled(BurstWindow window, Random random) {
        List<ClientPrefix> otherClients = new ArrayList<>(clients);
        List<ClientPrefix> otherNetworks = new ArrayList<>(networks);
        Collections.shuffle(otherClients, random);
        Collections.shuffle(otherNetworks, random);
        return new EstimateInput(window, otherClients, otherNetworks, zoneLocations, NOW, WINDOW);
    }

    GeoPoint zonePlace(int zone) {
        return Optional.ofNullable(zoneLocations.get(zones.get(zone))).orElseThrow();
    }

    private static GeoPoint place(RandomGenerator random) {
        return new GeoPoint(random.nextDouble(-50, 65), random.nextDouble(-180, 180));
    }

    private static String country(int city) {
        return "" + (char) ('A' + city / 4 % 26) + "Z";
    }

    private static Prefix prefix(int number, int length) {
        long address = 10L << 24 | (long) number << 8;
        return new IpAddress(IpFamily.IPV4, address << 32, 0).prefix(length);
    }
}
