package org.isochrone.steering.estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Asks of a zone whose round trips would often have to be faster than light, what is wrong: where it is said to stand,
 * or what its peer says. If there is a place on Earth from which nearly all of its round trips are possible, the zone
 * stands somewhere else than is said; the places of the prefixes nearest to it by round trip are tried, since it must
 * stand near to them. If there is none, the peer says what cannot be: its values are not believed.
 */
final class LightCheck {
    /** Pairs that another place is tried against. */
    private static final int PAIRS = 200;

    /** Prefixes that are asked: plenty for a share, however many there are. */
    private static final int ROWS = 10_000;

    private static final int CANDIDATES = 40;
    private static final int FEWEST = 8;

    /** Some clients are always located wrongly, which shows at all zones alike. */
    private static final double SUSPECT = 0.2;

    /** By this factor a zone must stand out, and a better place for it must be better. */
    private static final double OUTSTANDING = 3;

    private final EstimateTable table;
    private final Places places;

    LightCheck(EstimateTable table, Places places) {
        this.table = table;
        this.places = places;
    }

    /** What is wrong with a zone. */
    enum Finding {
        /** It stands somewhere else. */
        LOCATION,
        /** Its peer lies. */
        PEER
    }

    private record Pair(GeoPoint at, long nanos) {}

    /** Looks at every zone whose place is said; columns of zones with nothing wrong are missing. */
    Map<Integer, Finding> findings(Map<Integer, GeoPoint> said) {
        Map<Integer, List<Pair>> pairs = new TreeMap<>();
        said.keySet().forEach(zone -> pairs.put(zone, pairs(zone)));
        pairs.values().removeIf(some -> some.size() < FEWEST);
        Map<Integer, Double> shares = new TreeMap<>();
        pairs.forEach((zone, some) -> shares.put(
                zone, impossible(some, Optional.ofNullable(said.get(zone)).orElseThrow())));
        double[] sorted =
                shares.values().stream().mapToDouble(Double::doubleValue).toArray();
        double usual = sorted.length < 2 ? 0 : Quantiles.median(sorted, sorted.length);
        Map<Integer, Finding> findings = new TreeMap<>();
        shares.forEach((zone, share) -> {
            if (share >= SUSPECT && share >= OUTSTANDING * usual) {
                findings.put(zone, finding(Optional.ofNullable(pairs.get(zone)).orElseThrow(), share));
            }
        });
        return findings;
    }

    private static Finding finding(List<Pair> pairs, double share) {
        List<Pair> some = spread(pairs);
        for (Pair candidate : pairs.subList(0, Math.min(CANDIDATES, pairs.size()))) {
            if (impossible(some, candidate.at()) <= share / OUTSTANDING) {
                return Finding.LOCATION;
            }
        }
        return Finding.PEER;
    }

    /** The located pairs of a zone, the fastest first. */
    private List<Pair> pairs(int zone) {
        List<Pair> pairs = new ArrayList<>();
        int step = (table.rows() + ROWS - 1) / ROWS;
        for (int row = 0; row < table.rows(); row += step) {
            if (table.measured(row, zone)) {
                long nanos = table.rttNanos(row, zone);
                places.row(row).location().ifPresent(at -> pairs.add(new Pair(at, nanos)));
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::nanos)
                .thenComparingDouble(pair -> pair.at().latitude())
                .thenComparingDouble(pair -> pair.at().longitude()));
        return pairs;
    }

    /** Every n-th pair, so that there are not too many. */
    private static List<Pair> spread(List<Pair> pairs) {
        List<Pair> some = new ArrayList<>();
        int step = (pairs.size() + PAIRS - 1) / PAIRS;
        for (int i = 0; i < pairs.size(); i += step) {
            some.add(pairs.get(i));
        }
        return some;
    }

    private static double impossible(List<Pair> pairs, GeoPoint from) {
        long impossible = pairs.stream()
                .filter(pair -> pair.nanos() < Distances.TOLERANCE * pair.at().fibreRoundTripNanos(from))
                .count();
        return (double) impossible / pairs.size();
    }
}
