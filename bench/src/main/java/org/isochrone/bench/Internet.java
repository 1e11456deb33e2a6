package org.isochrone.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.isochrone.bench.topology.OneZonegroup;
import org.isochrone.steering.build.BuildInput;
import org.isochrone.steering.build.BuildResult;
import org.isochrone.steering.build.BuilderState;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;

/**
 * A made-up Internet, the same in every run. Client prefixes come in networks of 1 to 256 neighbours with gaps between
 * them; a network has a place, an access line and a detour to each zone, and its prefixes differ by a millisecond or
 * so, as measurements do. Zones stand all over the Earth.
 */
final class Internet {
    /** When everything was measured. */
    static final Instant NOW = Instant.ofEpochSecond(1_780_000_000);

    private static final int MAX_NETWORK_BITS = 8;
    private static final double NANOS_PER_KM = 14_000;
    private static final long FIRST_IPV4 = 1L << 56;
    private static final long FIRST_IPV6 = 0x2001_0000_0000_0000L;

    private final List<Prefix> prefixes = new ArrayList<>();
    private final List<Integer> networks = new ArrayList<>();
    private final SortedMap<String, GeoPoint> zones = new TreeMap<>();
    private final Random random = new Random(1);

    /** Draws {@code count} leaves of a family, and {@code zones} zones. */
    Internet(IpFamily family, int count, int zones) {
        for (int i = 0; i < zones; i++) {
            this.zones.put(String.format(Locale.ROOT, "zone-%02d", i), place());
        }
        // As much gap as network, so that a million /24 spread over a fifth of IPv4; IPv6 networks are /32 far apart.
        int shift = 64 - family.leafLength();
        long next = (family == IpFamily.IPV4 ? FIRST_IPV4 : FIRST_IPV6) >>> shift;
        for (int network = 0; prefixes.size() < count; network++) {
            int size = 1 << random.nextInt(MAX_NETWORK_BITS + 1);
            next += family == IpFamily.IPV4 ? random.nextLong(2L * size + 1) : (1 + random.nextLong(3)) << 16;
            next = (next + size - 1) / size * size;
            for (int i = 0; i < size && prefixes.size() < count; i++) {
                prefixes.add(new IpAddress(family, (next + i) << shift, 0).leaf());
                networks.add(network);
            }
            next += family == IpFamily.IPV4 ? size : 0;
        }
    }

    /** Returns the client prefixes, in order. */
    List<Prefix> prefixes() {
        return prefixes;
    }

    /** Returns what is believed of each prefix and zone, as after measuring all of them. */
    EstimateTable estimates() {
        double[] base = new double[zones.size()];
        int[] at = {-1};
        List<GeoPoint> places = List.copyOf(zones.values());
        Map<String, Integer> columns = new TreeMap<>();
        zones.keySet().forEach(zone -> columns.put(zone, columns.size()));
        return EstimateTable.of(prefixes, new TreeSet<>(zones.keySet()), (row, zone) -> {
            if (at[0] != networks.get(row)) {
                at[0] = networks.get(row);
                GeoPoint place = place();
                double access = 2e6 + 20e6 * random.nextDouble();
                for (int i = 0; i < base.length; i++) {
                    double path = place.distanceKm(places.get(i)) * NANOS_PER_KM;
                    base[i] = access + path * (1 + 0.3 * random.nextDouble());
                }
            }
            long rtt = (long) (base[columns.getOrDefault(zone, 0)] + Math.abs(random.nextGaussian()) * 1e6);
            Instant newest = NOW.minusSeconds(random.nextInt(3600));
            return Optional.of(new Estimate(rtt, 400_000, 20, newest, Provenance.MEASURED, true));
        });
    }

    /** Builds the first map of these estimates. */
    BuildResult build(EstimateTable table) {
        BuildInput input = new BuildInput(
                topology(), List.of(), List.of(), new BurstWindow(zones()), Map.of(), BuilderState.EMPTY, 1, NOW);
        return new MapBuilder(given -> table, SteeringConfig.DEFAULT).build(input);
    }

    /** Returns one zonegroup of all zones. */
    Topology topology() {
        List<Zone> all = zones.entrySet().stream()
                .map(zone -> OneZonegroup.zone(
                        zone.getKey(),
                        new ZoneSteering(
                                zone.getKey() + ".example.net",
                                List.of(),
                                ZoneSteering.DEFAULT_WEIGHT,
                                Optional.of(zone.getValue()),
                                true)))
                .toList();
        return OneZonegroup.of("realm", "period", "group", all, List.of());
    }

    /** Returns the ids of the zones, in order. */
    List<String> zones() {
        return List.copyOf(zones.keySet());
    }

    /** Draws addresses inside the prefixes. */
    IpAddress[] clients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    IpAddress network =
                            prefixes.get(random.nextInt(prefixes.size())).network();
                    return network.family() == IpFamily.IPV4
                            ? new IpAddress(IpFamily.IPV4, network.high() | random.nextLong(256) << 32, 0)
                            : new IpAddress(
                                    IpFamily.IPV6, network.high() | random.nextLong(1 << 16), random.nextLong());
                })
                .toArray(IpAddress[]::new);
    }

    /** Populations are where land is: between 40 south and 65 north. */
    private GeoPoint place() {
        return new GeoPoint(random.nextDouble(-40, 65), random.nextDouble(-180, 180));
    }
}
