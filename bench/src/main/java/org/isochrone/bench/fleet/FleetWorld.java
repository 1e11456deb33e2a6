package org.isochrone.bench.fleet;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The internet of a fleet: who its clients are and how far they are from each zone. Immutable.
 *
 * <p>A round trip is the client's access line, the light's way there and back times a detour that belongs to the pair
 * of country and zone, and what an AS loses on its way to a zone. So neighbours resemble each other, and the nearest
 * zone is not always the fastest.
 */
final class FleetWorld {
    /** Light in glass needs so long for one kilometre there and back. */
    private static final double NANOS_PER_KM = 10_000;

    private static final int AS_PER_COUNTRY = 12;

    private final int[] country;
    private final int[] asn;
    private final double[] latitude;
    private final double[] longitude;
    private final int[] accessMicros;
    private final int[] baseMicros;
    private final byte[] order;
    private final double[] traffic;

    /** Draws a world. */
    FleetWorld(FleetSize size) {
        int count = size.prefixes();
        SplittableRandom random = new SplittableRandom(size.seed());
        country = new int[count];
        asn = new int[count];
        latitude = new double[count];
        longitude = new double[count];
        accessMicros = new int[count];
        baseMicros = new int[count * zones()];
        order = new byte[count * zones()];
        traffic = new double[count];
        double[][] detours = detours(random);
        double[][] losses = losses(random);
        Alias countries = new Alias(
                Arrays.stream(Place.COUNTRIES).mapToDouble(Place::weight).toArray());
        for (int i = 0; i < count; i++) {
            country[i] = countries.draw(random);
            Place home = Place.COUNTRIES[country[i]];
            asn[i] = country[i] * AS_PER_COUNTRY + (int) (AS_PER_COUNTRY * random.nextDouble() * random.nextDouble());
            latitude[i] = Math.clamp(home.latitude() + home.spread() * random.nextGaussian() / 2, -80, 80);
            longitude[i] = Math.clamp(home.longitude() + home.spread() * random.nextGaussian() / 2, -179.9, 179.9);
            accessMicros[i] = (int) (800 + 9000 * -Math.log(1 - random.nextDouble()));
            traffic[i] = 1 / (10.0 + i);
            for (int zone = 0; zone < zones(); zone++) {
                double kilometres = Place.ZONES[zone].kilometresTo(latitude[i], longitude[i]);
                baseMicros[i * zones() + zone] = (int) (accessMicros[i]
                        + losses[asn[i]][zone]
                        + kilometres * NANOS_PER_KM / 1000 * detours[country[i]][zone]);
            }
            int first = i * zones();
            int[] ranked = IntStream.range(0, zones())
                    .boxed()
                    .sorted(Comparator.comparingInt(zone -> baseMicros[first + zone]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int place = 0; place < zones(); place++) {
                order[first + place] = (byte) ranked[place];
            }
        }
        double all = Arrays.stream(traffic).sum();
        for (int i = 0; i < count; i++) {
            traffic[i] /= all;
        }
    }

    /** One in eight ways is a bad one, such as over another continent. */
    private static double[][] detours(SplittableRandom random) {
        double[][] detours = new double[Place.COUNTRIES.length][zones()];
        for (double[] row : detours) {
            Arrays.setAll(row, _ -> random.nextInt(8) == 0 ? random.nextDouble(2, 3.2) : random.nextDouble(1.15, 1.7));
        }
        return detours;
    }

    private static double[][] losses(SplittableRandom random) {
        double[][] losses = new double[Place.COUNTRIES.length * AS_PER_COUNTRY][zones()];
        for (double[] row : losses) {
            Arrays.setAll(
                    row, _ -> random.nextInt(10) == 0 ? random.nextDouble(5000, 60_000) : random.nextDouble(1500));
        }
        return losses;
    }

    static int zones() {
        return Place.ZONES.length;
    }

    Place country(int prefix) {
        return Place.COUNTRIES[country[prefix]];
    }

    int asn(int prefix) {
        return 64_512 + asn[prefix];
    }

    double latitude(int prefix) {
        return latitude[prefix];
    }

    double longitude(int prefix) {
        return longitude[prefix];
    }

    int accessMicros(int prefix) {
        return accessMicros[prefix];
    }

    /** Returns the round trip when nothing is in its way, microseconds. */
    int baseMicros(int prefix, int zone) {
        return baseMicros[prefix * zones() + zone];
    }

    /** Returns the zone at a place, 0 being the fastest. */
    int zoneAt(int prefix, int place) {
        return order[prefix * zones() + place];
    }

    /** Returns the share of all questions that come from it; a few ask most. */
    double traffic(int prefix) {
        return traffic[prefix];
    }

    /** Tells whether nothing in it answers, which holds for one in 25, not for those that ask most. */
    static boolean silent(int prefix) {
        return prefix >= 25 && prefix % 25 == 7;
    }

    /** Returns its first address as hexadecimal digits: from 20.0.0.0 on, one /24 after the other. */
    static String network(int prefix) {
        return HexFormat.of().withUpperCase().toHexDigits((20 << 24) + (prefix << 8));
    }
}
