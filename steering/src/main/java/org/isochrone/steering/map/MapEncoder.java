package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/** One encoding of one map, see {@link MapCodec}. */
final class MapEncoder {
    private final MapContent content;
    private final Estimated estimated;
    private final Map<Ranking, Integer> known = new HashMap<>(); // numbers in the order of the addresses, from 1
    private final List<Ranking> rankings = new ArrayList<>(); // by these numbers, less 1
    private final List<Ranking> used = new ArrayList<>();
    private int[] wireNumbers = {}; // by these numbers; 0 while not used

    MapEncoder(MapContent content) {
        this.content = content;
        this.estimated = Estimated.of(content.estimates());
    }

    /** Encodes; {@code compress} asks for the fewest prefixes instead of those of the content. */
    byte[] encode(boolean compress) {
        ByteWriter zonegroups = new ByteWriter();
        zonegroups.number(content.rankings().size());
        Map<RankedPrefixes, List<Ortc.Routes>> done = new HashMap<>(); // zonegroups of the same zones share them
        content.rankings().forEach((zonegroup, entries) -> {
            zonegroups.text(MapCodec.checked(zonegroup));
            done.computeIfAbsent(entries, unseen -> routes(unseen, compress))
                    .forEach(routes -> writeRoutes(routes, zonegroups));
        });
        ByteWriter header = new ByteWriter();
        new MapCodec.Header(content.version(), content.createdAt()).write(header);
        ByteWriter tables = new ByteWriter();
        ZoneTable zones = zones();
        zones.write(tables);
        tables.number(used.size());
        used.forEach(ranking -> writeRanking(ranking, zones, tables));
        ToldZones told = new ToldZones(content.estimates(), content.rankings().size());
        done.values().forEach(routes -> told.add(routes, rankings));
        return joined(header, tables, zonegroups, writeEstimates(zones, told));
    }

    /** Returns what is written of each family. */
    private List<Ortc.Routes> routes(RankedPrefixes entries, boolean compress) {
        return Stream.of(IpFamily.values())
                .map(family -> compress ? Ortc.compress(ranges(entries, family)) : plain(entries, family))
                .toList();
    }

    /** Returns ranges whose values are the numbers of {@link #known}: equal answers have equal numbers. */
    private RangeTable ranges(RankedPrefixes entries, IpFamily family) {
        PrefixList prefixes = entries.prefixes(family);
        int[] values = new int[prefixes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = entries.number(family, i) + 1;
        }
        int[] numbers = new int[entries.rankings().size() + 1];
        return RangeSweep.sweep(prefixes, values).renumbered(value -> {
            if (value != 0 && numbers[value] == 0) {
                numbers[value] = number(entries.rankings().get(value - 1));
            }
            return numbers[value];
        });
    }

    private Ortc.Routes plain(RankedPrefixes entries, IpFamily family) {
        PrefixList prefixes = entries.prefixes(family);
        int[] values = new int[prefixes.size()];
        Arrays.setAll(values, i -> number(entries.rankings().get(entries.number(family, i))));
        return new Ortc.Routes(prefixes, values);
    }

    private int number(Ranking ranking) {
        return known.computeIfAbsent(ranking, unseen -> {
            rankings.add(unseen);
            return rankings.size();
        });
    }

    private void writeRoutes(Ortc.Routes routes, ByteWriter to) {
        PrefixList prefixes = routes.prefixes();
        PrefixCodec codec = new PrefixCodec(prefixes.family());
        wireNumbers = Arrays.copyOf(wireNumbers, rankings.size() + 1);
        to.number(prefixes.size());
        for (int i = 0; i < prefixes.size(); i++) {
            codec.write(prefixes.high(i), prefixes.low(i), prefixes.length(i), to);
            to.number(wireNumber(routes.values()[i]));
        }
    }

    /** Returns the number by which a ranking is written: 0 for none, else in the order of first use, from 1. */
    private int wireNumber(int number) {
        if (number != 0 && wireNumbers[number] == 0) {
            used.add(rankings.get(number - 1));
            wireNumbers[number] = used.size();
        }
        return wireNumbers[number];
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
        zones.addAll(estimated.zones());
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

    private ByteWriter writeEstimates(ZoneTable zones, ToldZones told) {
        ByteWriter to = new ByteWriter();
        to.number(estimated.newest());
        EstimateCodec.Writer writer =
                new EstimateCodec(zones, estimated.newest()).new Writer(content.estimates(), told);
        int from = 0;
        for (IpFamily family : IpFamily.values()) {
            PrefixCodec codec = new PrefixCodec(family);
            int count = family == IpFamily.IPV4 ? estimated.ipv4() : estimated.rows().length - estimated.ipv4();
            to.number(count);
            for (int i = from; i < from + count; i++) {
                int row = estimated.rows()[i];
                Prefix prefix = content.estimates().prefix(row);
                codec.write(prefix.network().high(), prefix.network().low(), prefix.length(), to);
                writer.write(row, to);
            }
            from += count;
        }
        return to;
    }

    private static byte[] joined(ByteWriter... parts) {
        long size = 0;
        for (ByteWriter part : parts) {
            size += part.size();
        }
        byte[] all = new byte[Math.toIntExact(size)];
        int at = 0;
        for (ByteWriter part : parts) {
            part.copyTo(all, at);
            at += part.size();
        }
        return all;
    }

    /**
     * What a table knows.
     *
     * @param rows those of which anything is known
     * @param ipv4 how many of them are of IPv4; they come first
     * @param zones those of which anything is known
     * @param newest the newest burst, seconds since 1970
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next; nobody compares it
    private record Estimated(int[] rows, int ipv4, List<String> zones, long newest) {
        static Estimated of(EstimateTable table) {
            int[] rows = new int[table.rows()];
            boolean[] zones = new boolean[table.zones().size()];
            int count = 0;
            int ipv4 = 0;
            long newest = 0;
            for (int row = 0; row < rows.length; row++) {
                boolean any = false;
                for (int zone = 0; zone < zones.length; zone++) {
                    if (table.known(row, zone)) {
                        any = true;
                        zones[zone] = true;
                        newest = Math.max(newest, table.newestSecond(row, zone));
                    }
                }
                if (any) {
                    rows[count++] = row;
                    ipv4 += table.prefix(row).family() == IpFamily.IPV4 ? 1 : 0;
                }
            }
            List<String> known = new ArrayList<>();
            for (int zone = 0; zone < zones.length; zone++) {
                if (zones[zone]) {
                    known.add(table.zones().get(zone));
                }
            }
            return new Estimated(Arrays.copyOf(rows, count), ipv4, known, newest);
        }
    }
}
