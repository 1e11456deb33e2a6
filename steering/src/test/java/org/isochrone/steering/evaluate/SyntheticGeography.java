package org.isochrone.steering.evaluate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Recordings of an internet that follows geography, with what misleads predictions: access lines of 1 to 30 ms, a
 * detour per city and region, and one path in ten that goes around the world.
 */
final class SyntheticGeography {
    static final int REGIONS = 8;

    private static final int CITIES = 50;
    private static final int PER_CITY = 5;
    private static final int ROUNDS = 6;

    private final SplittableRandom random;
    private final Map<String, GeoPoint> locations = new HashMap<>();
    private final List<String> clients = new ArrayList<>();
    private final List<double[]> millis = new ArrayList<>();

    SyntheticGeography(long seed) {
        random = new SplittableRandom(seed);
        List<GeoPoint> regions = new ArrayList<>();
        for (int region = 0; region < REGIONS; region++) {
            regions.add(place());
            locations.put("r" + region, regions.get(region));
        }
        for (int city = 0; city < CITIES; city++) {
            GeoPoint centre = place();
            double[] detour = IntStream.range(0, REGIONS)
                    .mapToDouble(r -> random.nextInt(10) == 0 ? random.nextDouble(2, 3.5) : random.nextDouble(1.2, 1.9))
                    .toArray();
            for (int i = 0; i < PER_CITY; i++) {
                String name = "client-" + city + "-" + i;
                double access = random.nextDouble(1, 30);
                clients.add(name);
                locations.put(name, centre);
                millis.add(IntStream.range(0, REGIONS)
                        .mapToDouble(r -> access
                                + detour[r]
                                        * random.nextDouble(0.97, 1.03)
                                        * centre.fibreRoundTripNanos(regions.get(r))
                                        / 1e6)
                        .toArray());
            }
        }
    }

    /** Which regions measure a client: its four nearest, as a frugal prober would choose. */
    List<Integer> nearestFour(int client) {
        return regionsByDistance(client).subList(0, 4);
    }

    /** The four farthest: the worst that could happen. */
    List<Integer> farthestFour(int client) {
        return regionsByDistance(client).subList(4, REGIONS);
    }

    /** Two regions by chance, always the same. */
    List<Integer> randomTwo(int client) {
        SplittableRandom own = new SplittableRandom(client);
        int first = own.nextInt(REGIONS);
        return List.of(first, (first + 1 + own.nextInt(REGIONS - 1)) % REGIONS);
    }

    /** Everything for three clients in ten, two regions for the others. */
    List<Integer> mostlyTwo(int client) {
        return client % 10 < 3 ? IntStream.range(0, REGIONS).boxed().toList() : randomTwo(client);
    }

    /** Everything for half of the clients, nothing for the others. */
    List<Integer> allOrNothing(int client) {
        return client % 2 == 0 ? IntStream.range(0, REGIONS).boxed().toList() : List.of();
    }

    /** Which regions measured a client. */
    interface Coverage {
        List<Integer> of(int client);
    }

    EvaluationCase recording(Coverage coverage, boolean withLocations) {
        List<RecordedRtt> bursts = new ArrayList<>();
        List<RecordedRtt> truth = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int client = 0; client < clients.size(); client++) {
                for (int region : coverage.of(client)) {
                    double queue = -3 * Math.log(1 - random.nextDouble());
                    bursts.add(line(round, client, region, millis.get(client)[region] + queue));
                }
                for (int region = 0; region < REGIONS; region++) {
                    truth.add(line(round, client, region, millis.get(client)[region]));
                }
            }
        }
        return EvaluationCase.of(bursts, truth, withLocations ? locations : Map.of(), Duration.ofMinutes(15));
    }

    private List<Integer> regionsByDistance(int client) {
        GeoPoint here = location(clients.get(client));
        return IntStream.range(0, REGIONS)
                .boxed()
                .sorted(Comparator.comparingDouble(region -> here.distanceKm(location("r" + region))))
                .toList();
    }

    private GeoPoint location(String name) {
        return Optional.ofNullable(locations.get(name)).orElseThrow();
    }

    private RecordedRtt line(int round, int client, int region, double rtt) {
        return new RecordedRtt(round, clients.get(client), "r" + region, Math.round(rtt * 1e6));
    }

    private GeoPoint place() {
        return new GeoPoint(random.nextDouble(-45, 60), random.nextDouble(-180, 180));
    }
}
