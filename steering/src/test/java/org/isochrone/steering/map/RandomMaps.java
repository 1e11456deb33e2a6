package org.isochrone.steering.map;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/** Random maps whose prefixes lie close together, so that they cover, touch and equal each other often. */
final class RandomMaps {
    static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    private static final List<Provenance> PROVENANCES = List.of(Provenance.values());

    private final RandomGenerator random;

    RandomMaps(RandomGenerator random) {
        this.random = random;
    }

    static MapVersion version(long serial) {
        return new MapVersion("realm-1", 2, "period-1", 3, serial);
    }

    MapContent content() {
        SortedMap<String, SortedMap<Prefix, Ranking>> rankings = new TreeMap<>();
        for (String zonegroup : List.of("", "eu", "us").subList(0, random.nextInt(4))) {
            rankings.put(zonegroup, prefixes(random.nextInt(40)));
        }
        return MapContent.of(version(random.nextLong(1, Long.MAX_VALUE)), CREATED, rankings, estimates());
    }

    SortedMap<Prefix, Ranking> prefixes(int count) {
        SortedMap<Prefix, Ranking> prefixes = new TreeMap<>();
        List<Ranking> few = List.of(ranking(), ranking(), ranking());
        for (int i = 0; i < count; i++) {
            prefixes.put(prefix(), few.get(random.nextInt(few.size())));
        }
        return prefixes;
    }

    Prefix prefix() {
        IpFamily family = random.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
        int length = random.nextInt(5) == 0
                ? random.nextInt(family.bits() + 1)
                : Math.min(family.bits(), base(family) + random.nextInt(8));
        return near(family).prefix(length);
    }

    /** An address that differs from one of two fixed ones in a few bits around one place only. */
    IpAddress near(IpFamily family) {
        int from = base(family);
        IpAddress fixed =
                IpAddress.parse(family == IpFamily.IPV4 ? "192.0.2.77" : "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1");
        long high = fixed.high();
        long low = fixed.low();
        for (int bit = from; bit < Math.min(family.bits(), from + 8); bit++) {
            if (random.nextBoolean()) {
                high ^= PrefixBits.highBit(bit);
                low ^= PrefixBits.lowBit(bit);
            }
        }
        return new IpAddress(family, high, low);
    }

    private int base(IpFamily family) {
        return family == IpFamily.IPV4 ? 18 : random.nextBoolean() ? 60 : 120;
    }

    private Ranking ranking() {
        List<String> zones = new ArrayList<>(List.of("ams", "fra", "nyc", "sin", "zürich"));
        List<List<String>> tiers = new ArrayList<>();
        do {
            List<String> tier = new ArrayList<>();
            do {
                tier.add(zones.remove(random.nextInt(zones.size())));
            } while (!zones.isEmpty() && random.nextInt(3) == 0);
            tiers.add(tier);
        } while (!zones.isEmpty() && random.nextBoolean());
        return new Ranking(tiers);
    }

    private List<PrefixEstimates> estimates() {
        List<PrefixEstimates> estimates = new ArrayList<>();
        TreeSet<Prefix> prefixes = new TreeSet<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            prefixes.add(prefix());
        }
        for (Prefix prefix : prefixes) {
            Map<String, Estimate> byZone = new HashMap<>();
            for (String zone : List.of("ams", "fra", "nyc", "tyo")) {
                if (random.nextBoolean()) {
                    byZone.put(zone, estimate());
                }
            }
            estimates.add(new PrefixEstimates(prefix, byZone));
        }
        return estimates;
    }

    private Estimate estimate() {
        boolean predicted = random.nextBoolean();
        return new Estimate(
                random.nextLong(1, 1_000_000) * 10_000,
                random.nextLong(0, 100_000) * 10_000,
                predicted ? 0 : random.nextInt(1, 1000),
                predicted ? Instant.EPOCH : CREATED.minusSeconds(random.nextLong(-60, 1_000_000)),
                PROVENANCES.get(random.nextInt(PROVENANCES.size())),
                random.nextBoolean());
    }
}
