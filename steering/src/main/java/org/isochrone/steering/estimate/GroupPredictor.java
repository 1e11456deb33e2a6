package org.isochrone.steering.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Predicts from prefixes that share a place: those under the same covering network, then those of the same AS in the
 * same country, then those of the same country, and those that stand within the same degree of latitude and longitude.
 *
 * <p>A group's model is additive, RTT = access line of the prefix + path of the zone, fitted by median polish [1], so
 * that only <em>differences</em> between zones are shared and the access line cancels; a prefix has one vote, and votes
 * that miss zones count for the zones they have. How far children were off the model, each predicted from its other
 * zones, is the error. A prefix of which nothing is measured gets what children measured, in the middle, where that is
 * known better: ways to a far zone differ more than those to a near one. Where children disagree about a zone, by more
 * than a share of its round trip, of its distance to the next zone, and more than their own errors explain, the group
 * says nothing of that zone, and of farther ones nothing to prefixes of which nothing is measured.
 *
 * <p>[1] Tukey, Exploratory Data Analysis, 1977, chapter 11.
 */
final class GroupPredictor implements Predictor {
    private static final long COUNTRY_BITS = 16;

    @Override
    public void predict(EstimateTable table, Places places, Distances distances) {
        Map<Long, List<Integer>> byNetwork = new TreeMap<>();
        Map<Long, List<Integer>> byAs = new TreeMap<>();
        Map<Long, List<Integer>> byCountry = new TreeMap<>();
        Map<Long, List<Integer>> byPlace = new TreeMap<>();
        for (int row = 0; row < table.rows(); row++) {
            if (!places.network(row)) {
                for (int net = places.parent(row); net >= 0; net = places.parent(net)) {
                    member(byNetwork, net, row);
                }
            } else {
                member(byNetwork, row, row);
            }
            long country = country(places, row);
            long asn = places.row(row).asn();
            if (asn != 0) {
                member(byAs, asn << COUNTRY_BITS | country, row);
            }
            if (country != 0) {
                member(byCountry, country, row);
            }
            int at = row;
            places.row(row).location().ifPresent(point -> member(byPlace, degree(point), at));
        }
        // Small groups first: between equal errors the nearer relatives win.
        predict(byNetwork, table, places, Provenance.PARENT);
        predict(byPlace, table, places, Provenance.NEIGHBOURS);
        predict(byAs, table, places, Provenance.AS);
        predict(byCountry, table, places, Provenance.COUNTRY);
    }

    private static void member(Map<Long, List<Integer>> groups, long group, int row) {
        groups.computeIfAbsent(group, first -> new ArrayList<>()).add(row);
    }

    private static long degree(GeoPoint point) {
        return Math.round(point.latitude()) * 1000 + Math.round(point.longitude());
    }

    private static long country(Places places, int row) {
        String country = places.row(row).country();
        return country.isEmpty() ? 0 : country.charAt(0) << 8 | country.charAt(1);
    }

    private static void predict(
            Map<Long, List<Integer>> groups, EstimateTable table, Places places, Provenance provenance) {
        // Models are made from what was measured only, so in any order; of equal predictions the first is kept.
        List<Fitted> fitted = groups.values().parallelStream()
                .flatMap(members -> fit(members, table, places).stream())
                .toList();
        fitted.forEach(group -> group.members().forEach(row -> group.model().offer(row, provenance)));
    }

    private record Fitted(GroupModel model, List<Integer> members) {}

    private static Optional<Fitted> fit(List<Integer> members, EstimateTable table, Places places) {
        int[] voters = members.stream()
                .mapToInt(Integer::intValue)
                .filter(row -> !places.network(row) && anyMeasured(table, row))
                .toArray();
        return voters.length < GroupModel.MIN_VOTES
                ? Optional.empty()
                : Optional.of(new Fitted(new GroupModel(table, voters), members));
    }

    private static boolean anyMeasured(EstimateTable table, int row) {
        for (int zone = 0; zone < table.zones().size(); zone++) {
            if (table.measured(row, zone)) {
                return true;
            }
        }
        return false;
    }
}
