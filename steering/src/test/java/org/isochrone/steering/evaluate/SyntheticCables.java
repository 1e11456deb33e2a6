package org.isochrone.steering.evaluate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.evaluate.SyntheticTrouble.Trouble;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Recordings of an internet whose packets follow cables between cities, so that the nearest region is often not the
 * fastest. Clients stand around cities, have access lines of their own, belong to an AS of their city, one of whose
 * paths in ten takes a long detour, and one in twelve is connected through another continent.
 */
final class SyntheticCables {
    static final int CLIENTS = 120;
    static final int REGIONS = 8;

    private static final int HOMES_ELSEWHERE = 12;
    private static final int DETOURS = 10;

    /** Name, latitude, longitude; those with a star have a region. */
    private static final String CITIES = """
        NYC* 41 -74, LAX 34 -118, SEA* 48 -122, MIA 26 -80, DAL 33 -97, MEX 19 -99, BOG 5 -74, LIM -12 -77, \
        BUE -35 -58, SAO* -24 -47, LON 52 0, FRA* 50 9, MAD 40 -4, STO 59 18, IST 41 29, MRS 43 5, CAI 30 31, \
        LAG 7 3, JNB* -26 28, NBO -1 37, DXB 25 55, BOM* 19 73, SIN* 1 104, HKG 22 114, TYO* 36 140, SYD -34 151\
        """;

    private static final String CABLES = """
        NYC-LON NYC-DAL NYC-MIA NYC-SEA DAL-LAX DAL-MEX LAX-SEA LAX-TYO LAX-SYD SEA-TYO MIA-BOG MIA-SAO BOG-LIM \
        LIM-BUE BUE-SAO LON-FRA LON-MAD LON-LAG FRA-STO FRA-IST FRA-MRS MAD-MRS MRS-CAI MRS-SIN CAI-DXB DXB-BOM \
        DXB-NBO NBO-JNB LAG-JNB BOM-SIN SIN-HKG SIN-SYD HKG-TYO\
        """;

    private final long seed;
    private final List<GeoPoint> cities = new ArrayList<>();
    private final Map<String, GeoPoint> locations = new HashMap<>();
    private final List<GeoPoint> regions = new ArrayList<>();
    private final int[] city = new int[CLIENTS];
    private final double[][] millis = new double[CLIENTS][REGIONS];

    SyntheticCables(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> regionCities = new ArrayList<>();
        Map<String, Integer> byName = new HashMap<>();
        for (String each : CITIES.split(", ", -1)) {
            String[] word = each.split(" ", -1);
            if (word[0].endsWith("*")) {
                regionCities.add(cities.size());
            }
            byName.put(word[0].substring(0, 3), cities.size());
            cities.add(new GeoPoint(Double.parseDouble(word[1]), Double.parseDouble(word[2])));
        }
        double[][] paths = paths(byName, random);
        for (int region = 0; region < REGIONS; region++) {
            regions.add(cities.get(regionCities.get(region)));
            locations.put("r" + region, regions.get(region));
        }
        double[][] detours = new double[cities.size()][];
        Arrays.setAll(
                detours,
                as -> random.doubles(REGIONS, 1, 1.15)
                        .map(detour -> random.nextInt(DETOURS) == 0 ? 2 * detour : detour)
                        .toArray());
        for (int client = 0; client < CLIENTS; client++) {
            city[client] = random.nextInt(cities.size());
            GeoPoint centre = cities.get(city[client]);
            GeoPoint place = new GeoPoint(
                    centre.latitude() + random.nextDouble(-4, 4), centre.longitude() + random.nextDouble(-5, 5));
            locations.put(client(client), place);
            int home = random.nextInt(HOMES_ELSEWHERE) == 0 ? random.nextInt(cities.size()) : city[client];
            double access = random.nextDouble(1, 30) + 1.5 * fibreMillis(place, cities.get(home));
            for (int region = 0; region < REGIONS; region++) {
                double path = paths[home][regionCities.get(region)];
                millis[client][region] = access + detours[city[client]][region] * random.nextDouble(0.98, 1.04) * path;
            }
        }
    }

    /** The shortest ways over cables, milliseconds [Floyd, Warshall 1962]. */
    private double[][] paths(Map<String, Integer> byName, SplittableRandom random) {
        double[][] paths = new double[cities.size()][cities.size()];
        for (int from = 0; from < paths.length; from++) {
            Arrays.fill(paths[from], Double.POSITIVE_INFINITY);
            paths[from][from] = 0.5;
        }
        for (String cable : CABLES.split(" ", -1)) {
            int a = byName.getOrDefault(cable.substring(0, 3), 0);
            int b = byName.getOrDefault(cable.substring(4), 0);
            paths[a][b] = 1 + random.nextDouble(1.1, 1.5) * fibreMillis(cities.get(a), cities.get(b));
            paths[b][a] = paths[a][b];
        }
        for (int by = 0; by < paths.length; by++) {
            for (int from = 0; from < paths.length; from++) {
                for (int to = 0; to < paths.length; to++) {
                    paths[from][to] = Math.min(paths[from][to], paths[from][by] + paths[by][to]);
                }
            }
        }
        return paths;
    }

    static String client(int client) {
        return "10.0." + client + ".0/24";
    }

    /** The city, and with it the AS, of a client. */
    int as(int client) {
        return city[client];
    }

    /**
     * What a table of BGP routes tells: of each client its AS, and a country as large as what one region is near to.
     */
    List<ClientPrefix> networks() {
        return IntStream.range(0, CLIENTS)
                .mapToObj(client -> {
                    GeoPoint centre = cities.get(city[client]);
                    int nearest = IntStream.range(0, REGIONS)
                            .boxed()
                            .min(Comparator.comparingDouble(region -> centre.distanceKm(regions.get(region))))
                            .orElseThrow();
                    String country = "X" + (char) ('A' + nearest);
                    return new ClientPrefix(
                            Prefix.parse(client(client)), 64_500 + city[client], country, Optional.empty());
                })
                .toList();
    }

    double longitude(int client) {
        return cities.get(city[client]).longitude();
    }

    double calm(int client, int region) {
        return millis[client][region];
    }

    /** The region that is fastest for a client in calm times. */
    int best(int client) {
        int best = 0;
        for (int region = 1; region < REGIONS; region++) {
            best = millis[client][region] < millis[client][best] ? region : best;
        }
        return best;
    }

    /** How many regions stand nearer to a client. */
    int rank(int client, int region) {
        GeoPoint place = location(client);
        return (int) regions.stream()
                .filter(other -> place.distanceKm(other) < place.distanceKm(regions.get(region)))
                .count();
    }

    private GeoPoint location(int client) {
        return locations.getOrDefault(client(client), cities.get(city[client]));
    }

    /** A number in [0, 1) by chance, the same whenever it is asked for. */
    double chance(int... of) {
        return new SplittableRandom(seed * 31 + Arrays.hashCode(of)).split().nextDouble();
    }

    /** Which pairs are measured in a round. */
    interface Measured {
        boolean is(int round, int client, int region);
    }

    /**
     * A recording in which {@code real} is true and measured, and {@code seen} is measured only.
     *
     * @param misplaced the share of clients that are said to stand where another one does
     * @param fromRound the first that is judged
     */
    EvaluationCase recording(
            int rounds, Measured measured, Trouble real, Trouble seen, double misplaced, int fromRound) {
        SplittableRandom random = new SplittableRandom(~seed);
        Map<String, GeoPoint> said = new HashMap<>(locations);
        for (int client = 0; client < CLIENTS; client++) {
            if (random.nextDouble() < misplaced) {
                said.put(client(client), location(random.nextInt(CLIENTS)));
            }
        }
        List<RecordedRtt> bursts = new ArrayList<>();
        List<RecordedRtt> truth = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int client = 0; client < CLIENTS; client++) {
                for (int region = 0; region < REGIONS; region++) {
                    double rtt = millis[client][region] + real.millis(round, client, region);
                    truth.add(line(round, client, region, rtt));
                    double queue = -3 * Math.log(1 - random.nextDouble());
                    double spike = random.nextInt(30) == 0 ? random.nextDouble(300) : 0;
                    if (measured.is(round, client, region)) {
                        double more = seen.millis(round, client, region) + queue + spike;
                        bursts.add(line(round, client, region, rtt + more));
                    }
                }
            }
        }
        return new EvaluationCase(
                bursts, truth, said, List.of(), Duration.ofMinutes(15), fromRound, SteeringConfig.DEFAULT, seed);
    }

    private static RecordedRtt line(int round, int client, int region, double rtt) {
        return new RecordedRtt(round, client(client), "r" + region, Math.max(1, Math.round(rtt * 1e6)));
    }

    private static double fibreMillis(GeoPoint from, GeoPoint to) {
        return from.fibreRoundTripNanos(to) / 1e6;
    }
}
