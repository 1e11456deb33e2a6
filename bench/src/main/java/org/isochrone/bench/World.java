package org.isochrone.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.isochrone.bench.topology.OneZonegroup;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Namespace.UnknownBucket;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;

/**
 * A made-up world for benchmarks, the same in every run: one zonegroup of {@link #ZONES} zones, a namespace with
 * {@link #BUCKETS} buckets, and as many neighbouring /24 client prefixes as are asked for, each with its own order of
 * the zones. What the right answer is follows from arithmetic alone, so it can be compared with what the program says.
 */
final class World {
    /** The DNS zone that is served. */
    static final String DNS_ZONE = "bench.example";

    /** The namespace in it. */
    static final String NAMESPACE = "b." + DNS_ZONE;

    static final int ZONES = 3;
    static final int BUCKETS = 2_000;
    static final String ZONEGROUP = "zonegroup-0";
    static final String REALM = "realm-0";
    static final String PERIOD = "period-0";

    /** 20.0.0.0, shifted to where {@link IpAddress#high} has it. */
    private static final long FIRST_PREFIX = 20L << 56;

    private static final int PREFIX_SHIFT = 64 - 24;
    private static final List<Ranking> ORDERS = orders();

    private World() {}

    /** Returns client prefix {@code index}, from 0. */
    static Prefix prefix(int index) {
        return new IpAddress(IpFamily.IPV4, FIRST_PREFIX + ((long) index << PREFIX_SHIFT), 0).leaf();
    }

    /** Returns the order of the zones for client prefix {@code index}. */
    static Ranking ranking(int index) {
        return ORDERS.get(new Random(index).nextInt(ORDERS.size()));
    }

    /** Returns the address of the zone that is fastest for client prefix {@code index}. */
    static IpAddress fastest(int index) {
        return address(Integer.parseInt(ranking(index).zones().getFirst().substring("zone-".length())));
    }

    /** Returns the name of bucket {@code index}, from 0. */
    static String bucket(int index) {
        return "n" + index;
    }

    static Topology topology() {
        List<Zone> zones = IntStream.range(0, ZONES)
                .mapToObj(zone -> OneZonegroup.zone(id(zone), steering(zone)))
                .toList();
        return OneZonegroup.of(
                REALM,
                PERIOD,
                ZONEGROUP,
                zones,
                List.of(new Namespace(NAMESPACE, AnswerMode.ADDRESS, UnknownBucket.NXDOMAIN)));
    }

    static Buckets buckets() {
        Map<String, String> held = new HashMap<>();
        IntStream.range(0, BUCKETS).forEach(index -> held.put(bucket(index), ZONEGROUP));
        return new Buckets(held);
    }

    /** Returns the map of the first {@code prefixes} client prefixes, as a reader has it after it was published. */
    static LatencyMap map(int prefixes) {
        return MapCodec.decode(encoded(prefixes));
    }

    /** Returns the same as it is published. */
    static byte[] encoded(int prefixes) {
        SortedMap<Prefix, Ranking> rankings = new TreeMap<>();
        IntStream.range(0, prefixes).forEach(index -> rankings.put(prefix(index), ranking(index)));
        MapVersion version = new MapVersion(REALM, 1, PERIOD, 1, 1);
        return MapCodec.encode(
                MapContent.of(version, Instant.EPOCH, new TreeMap<>(Map.of(ZONEGROUP, rankings)), List.of()));
    }

    private static ZoneSteering steering(int zone) {
        return new ZoneSteering(
                id(zone) + "." + DNS_ZONE, List.of(address(zone)), ZoneSteering.DEFAULT_WEIGHT, Optional.empty(), true);
    }

    private static String id(int zone) {
        return "zone-" + zone;
    }

    private static IpAddress address(int zone) {
        return IpAddress.parse("192.0.2." + (11 + zone));
    }

    /** Six rankings, one for each order of three zones, all zones in tiers of their own. */
    private static List<Ranking> orders() {
        List<Ranking> orders = new ArrayList<>();
        for (int first = 0; first < ZONES; first++) {
            for (int step = 1; step < ZONES; step++) {
                List<List<String>> tiers = new ArrayList<>();
                for (int place = 0; place < ZONES; place++) {
                    tiers.add(List.of(id((first + place * step) % ZONES)));
                }
                orders.add(new Ranking(tiers));
            }
        }
        return Collections.unmodifiableList(orders);
    }
}
