package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.Arrays;
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
        Map<String, CellTables> tables = new LinkedHashMap<>();
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
                writeCells(families.of(family), rankings, zonegroups);
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

    private CellTables flatten(SortedMap<Prefix, Ranking> byPrefix) {
        return CellTables.of(family -> {
            PrefixArray.Builder prefixes = new PrefixArray.Builder(family, byPrefix.size());
            int[] numbers = new int[byPrefix.size()];
            byPrefix.forEach((prefix, ranking) -> {
                if (prefix.family() == family) {
                    numbers[prefixes.size()] = known.computeIfAbsent(ranking, _ -> known.size());
                    prefixes.add(prefix.network().high(), prefix.network().low(), prefix.length());
                }
            });
            return Flattener.flatten(prefixes, numbers);
        });
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
