package org.isochrone.steering.map;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.IpFamily;

/** One decoding of one map, see {@link MapCodec}. Counts are checked against the bytes left before memory is taken. */
final class MapDecoder {
    private static final int MAX_ID_BYTES = 1024;
    private static final int SMALLEST_CELL = 2;
    private static final int SMALLEST_ESTIMATES = 2;

    private final byte[] encoded;
    private final ByteReader from;
    private final BitSet usedZones = new BitSet();
    private int usedRankings;

    MapDecoder(byte[] encoded) {
        this.encoded = encoded;
        this.from = new ByteReader(encoded, 0);
    }

    CellMap decode() {
        MapCodec.Header header = MapCodec.Header.read(from);
        ZoneTable zones = ZoneTable.read(from);
        List<Ranking> rankings = rankings(zones);
        SortedMap<String, CellTables> zonegroups = zonegroups(rankings.size());
        Map<IpFamily, EstimateIndex> estimates = new EnumMap<>(IpFamily.class);
        for (IpFamily family : IpFamily.values()) {
            estimates.put(family, estimates(family, zones, header.createdAt()));
        }
        if (usedRankings < rankings.size()) {
            throw from.damaged("a ranking is never used");
        }
        if (usedZones.cardinality() < zones.size()) {
            throw from.damaged("a zone is never used");
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
                usedZones.set(number);
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

    private SortedMap<String, CellTables> zonegroups(int rankings) {
        int count = from.count(3);
        SortedMap<String, CellTables> zonegroups = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String id = from.text(MAX_ID_BYTES);
            if (!zonegroups.isEmpty() && zonegroups.lastKey().compareTo(id) >= 0) {
                throw from.damaged("the zonegroups must ascend");
            }
            zonegroups.put(id, CellTables.of(family -> cells(family, rankings)));
        }
        return zonegroups;
    }

    private CellTable cells(IpFamily family, int rankings) {
        int count = from.count(SMALLEST_CELL);
        PrefixCodec codec = new PrefixCodec(family);
        CellTable.Builder table = new CellTable.Builder(family, count);
        long lastHigh = 0;
        long lastLow = 0;
        for (int i = 0; i < count; i++) {
            codec.read(from);
            if (i > 0 && PrefixBits.compare(codec.high(), codec.low(), lastHigh, lastLow) <= 0) {
                throw from.damaged("cells must ascend and not overlap");
            }
            lastHigh = codec.high() | ~PrefixBits.highMask(codec.length());
            lastLow = codec.low() | ~PrefixBits.lowMask(codec.length());
            int ranking = number(Math.min(rankings, usedRankings + 1)); // in the order of their first use
            usedRankings = Math.max(usedRankings, ranking + 1);
            if (table.joinsLast(codec.high(), codec.low(), codec.length(), ranking)) {
                throw from.damaged("two sibling cells have one ranking");
            }
            table.add(codec.high(), codec.low(), codec.length(), ranking);
        }
        return table.build();
    }

    private EstimateIndex estimates(IpFamily family, ZoneTable zones, Instant createdAt) {
        int count = from.count(SMALLEST_ESTIMATES);
        PrefixCodec codec = new PrefixCodec(family);
        PrefixArray.Builder prefixes = new PrefixArray.Builder(family, count);
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            codec.read(from);
            if (i > 0) {
                int order = PrefixBits.compare(codec.high(), codec.low(), prefixes.high(i - 1), prefixes.low(i - 1));
                if (order < 0 || (order == 0 && codec.length() <= prefixes.length(i - 1))) {
                    throw from.damaged("the prefixes of estimates must ascend");
                }
            }
            prefixes.add(codec.high(), codec.low(), codec.length());
            offsets[i] = from.position();
            EstimateCodec.read(from, zones, createdAt).keySet().forEach(zone -> usedZones.set(zones.number(zone)));
        }
        PrefixArray array = prefixes.build();
        return new EstimateIndex(
                array,
                i -> new PrefixEstimates(
                        array.prefix(i), EstimateCodec.read(new ByteReader(encoded, offsets[i]), zones, createdAt)));
    }

    private int number(int limit) {
        int number = from.integer(Integer.MAX_VALUE);
        if (number >= limit) {
            throw from.damaged("there is no number " + number + " among " + limit);
        }
        return number;
    }
}
