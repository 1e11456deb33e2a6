package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Of which zones a map tells the estimates of a prefix: not of all, since most zones of a large realm are far from it,
 * but for each zonegroup of those that its clients are sent to, and would be sent to if zones were drained.
 *
 * <p>Of a zonegroup these are {@value #EACH} zones, which in most are all. In larger ones they are the zones that the
 * prefix ranks first, in whole tiers until they are half of that, and then the fastest of the others, which may be
 * worth a probe. The realm as a whole is one more zonegroup. Where there are more of them than {@value #MOST} estimates
 * allow, fewer zones are told of each, but never fewer than {@value #LEAST}: where clients are sent to, and what comes
 * next.
 *
 * <p>The choice follows from what the map answers, not from the prefixes by which it says so. For one thread.
 */
final class ToldZones {
    /** Zones told of one zonegroup. */
    static final int EACH = 8;

    /** Zones told of one zonegroup, however many zonegroups there are. */
    static final int LEAST = 2;

    /** Estimates of one prefix, about. */
    static final int MOST = 40;

    private static final int COLUMN_BITS = 16;
    private static final int COLUMN_MASK = (1 << COLUMN_BITS) - 1;

    private final EstimateTable table;
    private final Map<String, Integer> columns = new HashMap<>();
    private final int each;
    private final List<Large> large = new ArrayList<>();
    private final boolean[] ranked; // by column
    private final boolean[] always; // by column, zones of zonegroups that are not large
    private final boolean[] told; // by column
    private final boolean[] mine; // by column, those told of one zonegroup
    private final long[] fastest; // columns below their times

    /** For rows of {@code table}; {@code zonegroups} will be added. */
    ToldZones(EstimateTable table, int zonegroups) {
        this.table = table;
        table.zones().forEach(zone -> columns.put(zone, columns.size()));
        each = Math.clamp(MOST / Math.max(1, zonegroups), LEAST, EACH);
        ranked = new boolean[columns.size()];
        always = new boolean[columns.size()];
        told = new boolean[columns.size()];
        mine = new boolean[columns.size()];
        fastest = new long[each];
    }

    /**
     * A zonegroup with more zones than are told.
     *
     * @param zones columns
     * @param answers where which ranking is answered, by number
     * @param front columns of the zones that a ranking has in front, by its number
     */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class; nobody compares it
    private record Large(int[] zones, Ranges answers, int[][] front) {
        int[] front(IpAddress client) {
            return front[RangeLookup.value(answers.of(client.family()).find(client.high(), client.low()))];
        }
    }

    /**
     * Adds a zonegroup.
     *
     * @param routes its answers, by family: numbers of rankings, 0 for none
     * @param rankings those with the numbers from 1 on
     */
    void add(List<Ortc.Routes> routes, List<Ranking> rankings) {
        SortedSet<String> zones = new TreeSet<>();
        int[][] front = new int[rankings.size() + 1][0];
        List<RangeTable> answers = routes.stream()
                .map(some -> RangeSweep.sweep(some.prefixes(), some.values()))
                .toList();
        for (RangeTable ranges : answers) {
            for (int i = 0; i < ranges.size(); i++) {
                int value = ranges.value(i);
                if (value > 0 && front[value].length == 0) {
                    front[value] = columns(front(rankings.get(value - 1)));
                    zones.addAll(rankings.get(value - 1).zones());
                }
            }
        }
        mark(columns(zones), ranked);
        if (zones.size() > each) {
            Ranges found =
                    new Ranges(answers.getFirst().lookup(), answers.getLast().lookup());
            large.add(new Large(columns(zones), found, front));
        } else {
            mark(columns(zones), always);
        }
    }

    private List<String> front(Ranking ranking) {
        List<String> front = new ArrayList<>();
        for (List<String> tier : ranking.tiers()) {
            if (2 * front.size() < each) {
                front.addAll(tier);
            }
        }
        return front;
    }

    private int[] columns(Collection<String> zones) {
        return zones.stream()
                .filter(columns::containsKey)
                .mapToInt(zone -> columns.getOrDefault(zone, 0))
                .toArray();
    }

    private static void mark(int[] some, boolean[] into) {
        for (int column : some) {
            into[column] = true;
        }
    }

    /** Chooses for the prefix of a row, and returns how many zones are told. */
    int choose(int row) {
        for (int column = 0; column < told.length; column++) {
            told[column] = (always[column] || !ranked[column]) && table.known(row, column);
        }
        for (Large zonegroup : large) {
            choose(zonegroup, row);
        }
        int count = 0;
        for (boolean one : told) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private void choose(Large zonegroup, int row) {
        Arrays.fill(mine, false);
        int left = each;
        for (int column : zonegroup.front(table.prefix(row).network())) {
            if (table.known(row, column)) {
                mine[column] = true;
                told[column] = true;
                left--;
            }
        }
        int found = 0;
        for (int column : zonegroup.zones()) {
            if (!mine[column] && table.known(row, column)) {
                found = add(table.rttNanos(row, column) << COLUMN_BITS | column, found, left);
            }
        }
        for (int i = 0; i < found; i++) {
            told[(int) fastest[i] & COLUMN_MASK] = true;
        }
    }

    /** Adds to the {@code found} fastest if there are less than {@code most}, or faster; returns how many there are. */
    private int add(long zone, int found, int most) {
        if (found >= most && (found == 0 || fastest[found - 1] < zone)) {
            return found;
        }
        int at = Math.min(found, most - 1);
        while (at > 0 && fastest[at - 1] > zone) {
            fastest[at] = fastest[at - 1];
            at--;
        }
        fastest[at] = zone;
        return Math.min(found + 1, most);
    }

    /** Tells whether the zone of a column was chosen. */
    boolean tells(int column) {
        return told[column];
    }
}
