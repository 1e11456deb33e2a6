package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/** One encoding of one map, see {@link MapCodec}. */
final class MapEncoder {
    private static final int UNUSED = -1;

    private final MapContent content;
    private final Map<Ranking, Integer> known = new HashMap<>();
    private final List<Ranking> used = new ArrayList<>();
    private int[] usedNumber = new int[0];

    MapEncoder(MapContent content) {
        this.content = content;
    }

    byte[] encode() {
        Map<String, Map<IpFamily, CellTable>> tables = new LinkedHashMap<>();
        content.rankings().forEach((zonegroup, byPrefix) -> tables.put(MapCodec.checked(zonegroup), flatten(byPrefix)));
        usedNumber = new int[known.size()];
        Arrays.fill(usedNumber, UNUSED);
        Ranking[] rankings = new Ranking[known.size()];
        known.forEach((ranking, number) -> rankings[number] = ranking);

        ByteWriter zonegroups = new ByteWriter();
        zonegroups.number(tables.size());
        tables.forEach((zonegroup, families) -> {
            zonegroups.text(zonegroup);
            for (IpFamily family : IpFamily.values()) {
                writeCells(families.getOrDefault(family, Flattener.empty(family)), rankings, zonegroups);
            }
        });

        ByteWriter to = new ByteWriter();
        new MapCodec.Header(content.version(), content.createdAt()).write(to);
        ZoneTable zones = zones();
        zones.write(to);
        to.number(used.size());
        used.forEach(ranking -> writeRanking(ranking, zones, to));
        to.put(zonegroups);
        for (IpFamily family : IpFamily.values()) {
            writeEstimates(family, zones, to);
        }
        return to.toBytes();
    }

    private Map<IpFamily, CellTable> flatten(SortedMap<Prefix, Ranking> byPrefix) {
        Map<IpFamily, PrefixArray.Builder> prefixes = new EnumMap<>(IpFamily.class);
        int[] numbers = new int[byPrefix.size()];
        int next = 0;
        for (var entry : byPrefix.entrySet()) {
            Prefix prefix = entry.getKey();
            prefixes.computeIfAbsent(prefix.family(), family -> new PrefixArray.Builder(family, byPrefix.size()))
                    .add(prefix.network().high(), prefix.network().low(), prefix.length());
            numbers[next++] = known.computeIfAbsent(entry.getValue(), _ -> known.size());
        }
        Map<IpFamily, CellTable> tables = new EnumMap<>(IpFamily.class);
        int start = 0; // IPv4 sorts before IPv6, so each family's numbers stand together
        for (var family : prefixes.entrySet()) {
            int end = start + family.getValue().size();
            tables.put(family.getKey(), Flattener.flatten(family.getValue(), Arrays.copyOfRange(numbers, start, end)));
            start = end;
        }
        return tables;
    }

    private void writeCells(CellTable table, Ranking[] rankings, ByteWriter to) {
        PrefixArray cells = table.cells();
        PrefixCodec codec = new PrefixCodec(cells.family());
        to.number(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            codec.write(cells.high(i), cells.low(i), cells.length(i), to);
            int ranking = table.ranking(i);
            if (usedNumber[ranking] == UNUSED) {
                usedNumber[ranking] = used.size();
                used.add(rankings[ranking]);
            }
            to.number(usedNumber[ranking]);
        }
    }

    private ZoneTable zones() {
        SortedSet<String> zones = new TreeSet<>();
        for (Ranking ranking : used) {
            List<String> ranked = ranking.zones();
            if (ranked.isEmpty()
                    || ranking.tiers().contains(List.of())
                    || new HashSet<>(ranked).size() < ranked.size()) {
                throw new IllegalArgumentException(
                        "a ranking must name zones, none twice, in tiers that are not empty: " + ranking.tiers());
            }
            zones.addAll(ranked);
        }
        content.estimates().forEach(estimates -> zones.addAll(estimates.byZone().keySet()));
        zones.forEach(MapCodec::checked);
        return ZoneTable.of(zones);
    }

    private static void writeRanking(Ranking ranking, ZoneTable zones, ByteWriter to) {
        to.number(ranking.tiers().size());
        for (List<String> tier : ranking.tiers()) {
            to.number(tier.size());
            tier.forEach(zone -> to.number(zones.number(zone)));
        }
    }

    private void writeEstimates(IpFamily family, ZoneTable zones, ByteWriter to) {
        List<PrefixEstimates> mine = content.estimates().stream()
                .filter(estimates -> estimates.prefix().family() == family)
                .toList();
        PrefixCodec codec = new PrefixCodec(family);
        to.number(mine.size());
        for (PrefixEstimates estimates : mine) {
            Prefix prefix = estimates.prefix();
            codec.write(prefix.network().high(), prefix.network().low(), prefix.length(), to);
            EstimateCodec.write(estimates.byZone(), zones, content.createdAt(), to);
        }
    }
}
