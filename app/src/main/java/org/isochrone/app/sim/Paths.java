package org.isochrone.app.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How long a packet takes between a zone and a client network, there and back:
 *
 * <pre>
 * RTT = great circle in fibre × detour of the pair + access line of the client + jitter of the packet
 * </pre>
 *
 * The detour is 1.2 to 1.9 for most pairs and up to 2.6 for a few, as real routes are, so that the nearest zone is not
 * always the fastest. All of it follows from the seed; each pair draws from its own source, so that the order in which
 * others probe changes nothing. Not safe for several threads.
 */
public final class Paths {
    private static final double USUAL_DETOUR = 1.2;
    private static final double DETOUR_SPREAD = 0.7;
    private static final double ODD_DETOUR = 0.7;
    private static final double ODD_SHARE = 0.1;
    private static final double MIN_ACCESS_NANOS = 1e6;
    private static final double ACCESS_SPREAD_NANOS = 6e6;
    private static final double JITTER_MEAN_NANOS = 8e5;

    private final double lossRate;
    private final double scale;
    private final Map<Pair, Path> paths = new HashMap<>();

    private record Pair(String zone, String client) {}

    private record Path(long floorNanos, RandomGenerator packets) {}

    /**
     * Lays the paths.
     *
     * @param seed of all randomness
     * @param lossRate share of questions that get no answer, 0 to 1
     * @param scale factor on every delay, 1 for real geography
     */
    public Paths(List<SimulatedZone> zones, List<SimulatedClient> clients, long seed, double lossRate, double scale) {
        this.lossRate = lossRate;
        this.scale = scale;
        SplittableRandom random = new SplittableRandom(seed);
        for (SimulatedClient client : clients) {
            double access = MIN_ACCESS_NANOS + ACCESS_SPREAD_NANOS * random.nextDouble();
            for (SimulatedZone zone : zones) {
                double detour = USUAL_DETOUR + DETOUR_SPREAD * random.nextDouble();
                if (random.nextDouble() < ODD_SHARE) {
                    detour += ODD_DETOUR;
                }
                double fibre =
                        zone.city().location().fibreRoundTripNanos(client.city().location());
                long floor = Math.round(scale * (fibre * detour + access));
                paths.put(pair(zone, client), new Path(floor, random.split()));
            }
        }
    }

    /** Returns the RTT of a packet that meets no jitter, nanoseconds: what a perfect measurement would find. */
    public long truthNanos(SimulatedZone zone, SimulatedClient client) {
        return path(zone, client).floorNanos();
    }

    /** Returns the RTT of the next packet, nanoseconds; empty if it is lost. */
    public OptionalLong nextNanos(SimulatedZone zone, SimulatedClient client) {
        Path path = path(zone, client);
        if (path.packets().nextDouble() < lossRate) {
            return OptionalLong.empty();
        }
        double jitter = -JITTER_MEAN_NANOS * Math.log(1 - path.packets().nextDouble());
        return OptionalLong.of(path.floorNanos() + Math.round(scale * jitter));
    }

    private Path path(SimulatedZone zone, SimulatedClient client) {
        Path path = paths.get(pair(zone, client));
        if (path == null) {
            throw new IllegalArgumentException("no path between " + zone.name() + " and " + client.network());
        }
        return path;
    }

    private static Pair pair(SimulatedZone zone, SimulatedClient client) {
        return new Pair(zone.name(), client.network().prefix().toString());
    }
}
