package org.isochrone.steering.build;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.topology.GeoPoint;

/**
 * How the zones of a prefix stand in its ranking. The first tier is what hysteresis decided, its lead in front; behind
 * it by speed, zones within the tie margin in one tier, and whatever does not reply last.
 *
 * <p>In a zonegroup of more than {@value #ALL} zones that all have a location, a prefix ranks by its own estimates the
 * {@value #OWN} fastest only. The others follow by their distance from the lead, one after the other: they are answered
 * when several zones are down at once, differ by less than they are known, and would make nearly every prefix' ranking
 * unlike its neighbours', so that a map could neither share rankings nor join prefixes.
 *
 * <p>Equal rankings are one object. Safe for any thread.
 */
final class Tiers {
    /** Zones up to which all of them are ranked by estimates. */
    static final int ALL = 8;

    /** Zones ranked by estimates where there are more. */
    static final int OWN = 4;

    private static final byte REPLIES = 1;
    private static final byte SILENT = 2;

    private final long tieNanos;
    private final List<List<String>> alone; // by column, the tier of this zone only
    private final int[][] nearest; // by column of the lead, all columns by distance; empty where all rank by time
    private final Map<Order, Ranking> known = new ConcurrentHashMap<>();

    /**
     * For one zonegroup.
     *
     * @param zones ids by column; those of other zonegroups too
     * @param columns of the zonegroup's zones
     * @param locations of zones; some may have none
     */
    Tiers(List<String> zones, int[] columns, Map<String, GeoPoint> locations, Duration tieMargin) {
        tieNanos = tieMargin.toNanos();
        alone = zones.stream().map(List::of).toList();
        boolean far = columns.length > ALL
                && Arrays.stream(columns).mapToObj(zones::get).allMatch(locations::containsKey);
        nearest = new int[zones.size()][0];
        for (int i = 0; i < columns.length && far; i++) {
            nearest[columns[i]] = nearest(columns[i], zones, columns, locations);
        }
    }

    private static int[] nearest(int lead, List<String> zones, int[] columns, Map<String, GeoPoint> locations) {
        GeoPoint from = locations.getOrDefault(zones.get(lead), new GeoPoint(0, 0));
        return Arrays.stream(columns)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer column) ->
                                locations.getOrDefault(zones.get(column), from).distanceKm(from))
                        .thenComparing(zones::get))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Returns the ranking of a prefix of which {@code held} will be remembered, whose lead is one of the candidates.
     */
    Ranking of(Candidates candidates, Held held) {
        Order order = order(candidates, held);
        Ranking before = known.get(order);
        return before != null ? before : known.computeIfAbsent(order, this::ranking);
    }

    private Order order(Candidates candidates, Held held) {
        byte[] left = new byte[alone.size()]; // by column, what has no place yet
        for (int i = 0; i < candidates.size(); i++) {
            left[candidates.column(i)] = candidates.reachable(i) ? REPLIES : SILENT;
        }
        Order order = new Order(candidates.size());
        int lead = candidates.column(candidates.find(held.lead()));
        order.begin(lead);
        left[lead] = 0;
        for (int i = 0; i < candidates.size() && !held.ties().isEmpty(); i++) {
            if (held.ties().contains(candidates.zone(i))) {
                order.join(candidates.column(i));
                left[candidates.column(i)] = 0;
            }
        }
        addBySpeed(candidates, left, nearest[lead].length == 0 ? Integer.MAX_VALUE : OWN, order);
        addByDistance(nearest[lead], left, REPLIES, order);
        addByDistance(nearest[lead], left, SILENT, order);
        return order;
    }

    /** Adds candidates, those that are as good as each other in one tier, until there are {@code most} or more. */
    private void addBySpeed(Candidates candidates, byte[] left, int most, Order order) {
        int fastest = -1;
        for (int i = 0; i < candidates.size(); i++) {
            int column = candidates.column(i);
            if (left[column] != 0) {
                if (fastest >= 0 && tied(candidates, fastest, i)) {
                    order.join(column);
                } else if (order.size >= most) {
                    return;
                } else {
                    order.begin(column);
                    fastest = i;
                }
                left[column] = 0;
            }
        }
    }

    private boolean tied(Candidates candidates, int fastest, int other) {
        return candidates.reachable(other) == candidates.reachable(fastest)
                && candidates.nanos(other) - candidates.nanos(fastest) <= tieNanos;
    }

    private static void addByDistance(int[] nearest, byte[] left, byte which, Order order) {
        for (int column : nearest) {
            if (left[column] == which) {
                order.begin(column);
            }
        }
    }

    private Ranking ranking(Order order) {
        List<List<String>> tiers = new ArrayList<>(order.size);
        for (int from = 0; from < order.size; ) {
            int to = from + 1;
            while (to < order.size && order.columns[to] >= 0) {
                to++;
            }
            List<String> first = alone.get(~order.columns[from]);
            tiers.add(
                    to == from + 1
                            ? first
                            : IntStream.range(from, to)
                                    .map(i -> Math.max(order.columns[i], ~order.columns[i]))
                                    .mapToObj(column -> alone.get(column).getFirst())
                                    .toList());
            from = to;
        }
        return new Ranking(tiers);
    }

    /** A ranking in numbers: columns in order, those that begin a tier complemented. Grows until it is asked for. */
    private static final class Order {
        private final int[] columns;
        private int size;

        Order(int most) {
            columns = new int[most];
        }

        void begin(int column) {
            columns[size++] = ~column;
        }

        void join(int column) {
            columns[size++] = column;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Order that && size == that.size && Arrays.equals(columns, that.columns);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(columns);
        }
    }
}
