package org.isochrone.steering.estimate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Asks of a zone whose round trips would often have to be faster than light, what is wrong: where it is said to stand,
 * or what its peer says. If there is a place on Earth from which nearly all of its round trips are possible, the zone
 * stands somewhere else than is said; the places of the prefixes nearest to it by round trip are tried, since it must
 * stand near to them. If there is none, the peer says what cannot be: its values are not believed.
 *
 * <p>Where a prefix is not located, other zones tell: light from a zone by the prefix to another zone is no faster than
 * from zone to zone. The other one may be the wrong one. So what counts is what is left if the word of one other zone,
 * whichever speaks most against the zone, is not taken: nothing, if that one is wrong.
 */
final class LightCheck {
    /** Prefixes that another place is tried against. */
    private static final int TRIED = 200;

    /** Prefixes that are asked: plenty for a share, however many there are. */
    private static final int ROWS = 4_000;

    private static final int CANDIDATES = 40;
    private static final int FEWEST = 8;

    /** Degrees from one place to the next, where no prefix says which to try. */
    private static final int GRID = 10;

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

    /**
     * The way from the zone that is asked to a place and back.
     *
     * @param witness column of another zone that measured a part of it; {@link #NOBODY} if none did
     * @param to the place
     * @param nanos how long that takes, nanoseconds
     */
    private record Trip(int witness, GeoPoint to, long nanos) {
        static final int NOBODY = -1;

        boolean impossible(GeoPoint from) {
            return nanos < Distances.TOLERANCE * to.fibreRoundTripNanos(from);
        }

        Trip longer(long more) {
            return new Trip(witness, to, nanos + more);
        }
    }

    /**
     * What a prefix says of a zone.
     *
     * @param best the trip to where the prefix is; by way of it to the fastest other zone, if nobody knows where it is
     * @param next the same; to the next zone
     */
    private record Sight(Trip best, Trip next) {
        boolean located() {
            return best.witness() == Trip.NOBODY;
        }
    }

    /** Looks at every zone whose place is said; columns of zones with nothing wrong are missing. */
    Map<Integer, Finding> findings(Map<Integer, GeoPoint> said) {
        SortedMap<Integer, List<Sight>> sights = sights(said);
        sights.values().removeIf(some -> some.size() < FEWEST);
        Map<Integer, Double> shares = new TreeMap<>();
        sights.forEach((zone, some) -> shares.put(
                zone, impossible(some, Optional.ofNullable(said.get(zone)).orElseThrow())));
        double[] sorted =
                shares.values().stream().mapToDouble(Double::doubleValue).toArray();
        double usual = sorted.length < 2 ? 0 : Quantiles.median(sorted, sorted.length);
        Map<Integer, Finding> findings = new TreeMap<>();
        shares.forEach((zone, share) -> {
            if (share >= SUSPECT && share >= OUTSTANDING * usual) {
                findings.put(zone, finding(Optional.ofNullable(sights.get(zone)).orElseThrow(), share));
            }
        });
        return findings;
    }

    private static Finding finding(List<Sight> sights, double share) {
        sights.sort(Comparator.comparing(
                Sight::best,
                Comparator.comparingLong(Trip::nanos)
                        .thenComparingDouble(trip -> trip.to().latitude())
                        .thenComparingDouble(trip -> trip.to().longitude())));
        List<Sight> some = spread(sights);
        boolean elsewhere = candidates(sights).anyMatch(place -> impossible(some, place) <= share / OUTSTANDING);
        return elsewhere ? Finding.LOCATION : Finding.PEER;
    }

    /** The places of the fastest prefixes, and where not all are located any place on Earth. */
    private static Stream<GeoPoint> candidates(List<Sight> sights) {
        Stream<GeoPoint> near = sights.stream()
                .filter(Sight::located)
                .limit(CANDIDATES)
                .map(sight -> sight.best().to());
        return sights.stream().allMatch(Sight::located) ? near : Stream.concat(near, everywhere());
    }

    private static Stream<GeoPoint> everywhere() {
        return IntStream.rangeClosed(-90 / GRID, 90 / GRID)
                .boxed()
                .flatMap(north -> IntStream.range(-180 / GRID, 180 / GRID)
                        .mapToObj(east -> new GeoPoint(north * GRID, east * GRID)));
    }

    /** What prefixes say, by zone. */
    private SortedMap<Integer, List<Sight>> sights(Map<Integer, GeoPoint> said) {
        SortedMap<Integer, List<Sight>> sights = new TreeMap<>();
        int step = (table.rows() + ROWS - 1) / ROWS;
        for (int row = 0; row < table.rows(); row += step) {
            List<Map.Entry<Integer, GeoPoint>> measured = measured(row, said);
            for (Map.Entry<Integer, GeoPoint> zone : measured) {
                sight(row, zone, measured)
                        .ifPresent(sight -> sights.computeIfAbsent(zone.getKey(), first -> new ArrayList<>())
                                .add(sight));
            }
        }
        return sights;
    }

    /** The zones that measured a prefix, the fastest first. */
    private List<Map.Entry<Integer, GeoPoint>> measured(int row, Map<Integer, GeoPoint> said) {
        return said.entrySet().stream()
                .filter(zone -> table.measured(row, zone.getKey()))
                .sorted(Comparator.comparingLong(
                                (Map.Entry<Integer, GeoPoint> zone) -> table.rttNanos(row, zone.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /**
     * What a prefix says of a zone, out of those that measured it; nothing where nobody knows where it is and it is so
     * far from all others that any time would be possible.
     */
    private Optional<Sight> sight(
            int row, Map.Entry<Integer, GeoPoint> zone, List<Map.Entry<Integer, GeoPoint>> measured) {
        long nanos = table.rttNanos(row, zone.getKey());
        Optional<GeoPoint> place = places.row(row).location();
        if (place.isPresent()) {
            Trip trip = new Trip(Trip.NOBODY, place.get(), nanos);
            return Optional.of(new Sight(trip, trip));
        }
        List<Trip> others = measured.stream()
                .filter(other -> !other.equals(zone))
                .limit(2)
                .map(other -> new Trip(other.getKey(), other.getValue(), table.rttNanos(row, other.getKey())))
                .toList();
        return others.size() < 2 || others.stream().noneMatch(trip -> trip.impossible(zone.getValue()))
                ? Optional.empty()
                : Optional.of(new Sight(
                        others.getFirst().longer(nanos), others.getLast().longer(nanos)));
    }

    /** Every n-th, so that there are not too many. */
    private static List<Sight> spread(List<Sight> sights) {
        List<Sight> some = new ArrayList<>();
        int step = (sights.size() + TRIED - 1) / TRIED;
        for (int i = 0; i < sights.size(); i += step) {
            some.add(sights.get(i));
        }
        return some;
    }

    /** The share of what cannot be if a zone stood there, and one witness, the one that says most, had no say. */
    private static double impossible(List<Sight> sights, GeoPoint from) {
        int all = 0;
        Map<Integer, Integer> without = new HashMap<>();
        for (Sight sight : sights) {
            int best = sight.best().impossible(from) ? 1 : 0;
            int next = sight.next().impossible(from) ? 1 : 0;
            all += best;
            without.merge(sight.best().witness(), next - best, Integer::sum);
        }
        return (double) (all + Collections.min(without.values())) / sights.size();
    }
}
