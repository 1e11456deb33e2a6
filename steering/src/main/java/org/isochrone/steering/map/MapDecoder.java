package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.prefix.IpFamily;

/** One decoding of one map, see {@link MapCodec}. Counts are checked against the bytes left before memory is taken. */
final class MapDecoder {
    private static final int MAX_ID_BYTES = 1024;
    private static final long MAX_NEWEST = 0xFFFF_FFFFL;
    private static final int SMALLEST_ROUTE = 2;
    private static final int SMALLEST_ESTIMATES = 2;

    private final byte[] encoded;
    private final ByteReader from;
    private int usedRankings;

    MapDecoder(byte[] encoded) {
        this.encoded = encoded;
        this.from = new ByteReader(encoded, 0);
    }

    CellMap decode() {
        MapCodec.Header header = MapCodec.Header.read(from);
        ZoneTable zones = ZoneTable.read(from);
        List<Ranking> rankings = rankings(zones);
        SortedMap<String, Ranges> zonegroups = zonegroups(rankings.size());
        EstimateCodec codec = new EstimateCodec(zones, from.number(MAX_NEWEST));
        Map<IpFamily, EstimateIndex> estimates = new EnumMap<>(IpFamily.class);
        for (IpFamily family : IpFamily.values()) {
            estimates.put(family, estimates(family, codec));
        }
        if (usedRankings < rankings.size()) {
            throw from.damaged("a ranking is never used");
        }
        if (from.remaining() > 0) {
            throw from.damaged(from.remaining() + " bytes follow its end");
        }
        return new CellMap(header.version(), header.createdAt(), rankings, zonegroups, estimates);
    }

    private List<Ranking> rankings(ZoneTable zones) {
        int count = from.count(1);
        List<Ranking> rankings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rankings.add(ranking(zones));
        }
        if (new HashSet<>(rankings).size() < count) {
            throw from.damaged("a ranking stands twice");
        }
        return rankings;
    }

    private Ranking ranking(ZoneTable zones) {
        int count = from.count(2);
        Set<String> seen = new HashSet<>();
        List<List<String>> tiers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int size = from.count(1);
            List<String> tier = new ArrayList<>();
            for (int j = 0; j < size; j++) {
                int number = number(zones.size());
                String zone = zones.zone(number);
                if (!seen.add(zone)) {
                    throw from.damaged("a ranking names a zone twice");
                }
                tier.add(zone);
            }
            tiers.add(tier);
        }
        if (tiers.isEmpty() || tiers.contains(List.of())) {
            throw from.damaged("a ranking or a tier is empty");
        }
        return new Ranking(tiers);
    }

    private SortedMap<String, Ranges> zonegroups(int rankings) {
        int count = from.count(3);
        SortedMap<String, Ranges> zonegroups = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String id = from.text(MAX_ID_BYTES);
            if (!zonegroups.isEmpty() && zonegroups.lastKey().compareTo(id) >= 0) {
                throw from.damaged("the zonegroups must ascend");
            }
            zonegroups.put(id, Ranges.of(family -> ranges(family, rankings)));
        }
        return zonegroups;
    }

    private RangeLookup ranges(IpFamily family, int rankings) {
        int count = from.count(SMALLEST_ROUTE);
        PrefixCodec codec = new PrefixCodec(family);
        PrefixList.Builder prefixes = new PrefixList.Builder(family, count);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            read(codec, prefixes);
            values[i] = number(Math.min(rankings, usedRankings + 1) + 1); // in the order of their first use
            usedRankings = Math.max(usedRankings, values[i]);
        }
        return RangeSweep.sweep(prefixes.build(), values).lookup();
    }

    private EstimateIndex estimates(IpFamily family, EstimateCodec codec) {
        int count = from.count(SMALLEST_ESTIMATES);
        PrefixCodec prefix = new PrefixCodec(family);
        PrefixList.Builder prefixes = new PrefixList.Builder(family, count);
        int[] offsets = new int[count];
        Origins.Builder origins = new Origins.Builder();
        for (int i = 0; i < count; i++) {
            read(prefix, prefixes);
            offsets[i] = from.position();
            codec.skip(from, origins);
        }
        return new EstimateIndex(encoded, codec, prefixes.build(), offsets, origins);
    }

    private void read(PrefixCodec codec, PrefixList.Builder prefixes) {
        codec.read(from);
        if (!prefixes.add(codec.high(), codec.low(), codec.length())) {
            throw from.damaged("prefixes must ascend");
        }
    }

    private int number(int limit) {
        int number = from.integer(Integer.MAX_VALUE);
        if (number >= limit) {
            throw from.damaged("there is no number " + number + " among " + limit);
        }
        return number;
    }
}
