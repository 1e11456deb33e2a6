package org.isochrone.steering.safety;

import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.isochrone.steering.safety.Doubt.Kind;
import org.isochrone.steering.safety.SafetyInput.Flow;

/**
 * Finds what looks wrong in a build. Nothing looks wrong without a {@link Yardstick}: the first map of a realm has
 * nothing to be compared with. Pure.
 */
public final class SafetyRules {
    /** Fewer prefixes than this move together by chance. */
    static final int FEWEST = 10;

    /** The share of a zone's prefixes that have to change together. */
    private static final double NEARLY_ALL = 0.8;

    /** A share above which a yardstick is not renewed: something is going on. */
    private static final double UNSETTLED = 0.3;

    /** How old a yardstick gets. */
    private static final Duration RENEWAL = Duration.ofHours(6);

    /** How old it gets at most, whatever is going on. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final double PERCENT = 100;
    private static final double MICROS_PER_MS = 1000;

    private SafetyRules() {}

    /** Returns what looks wrong, in order of kind and zone. */
    public static List<Doubt> doubts(SafetyInput input) {
        List<Doubt> doubts = new ArrayList<>();
        if (!input.yardstick().measured()) {
            return doubts;
        }
        SortedMap<String, Shift> shifts = Shift.of(input.yardstick(), input.table());
        Set<String> slow = new TreeSet<>();
        shifts.forEach((zone, shift) -> {
            if (shift.compared() >= FEWEST && shift.faster() >= NEARLY_ALL) {
                doubts.add(shifted(Kind.FAST, zone, shift, shift.faster(), "fallen", input));
            }
        });
        shifts.forEach((zone, shift) -> {
            if (shift.compared() >= FEWEST && shift.slower() >= NEARLY_ALL) {
                slow.add(zone);
                doubts.add(shifted(Kind.SLOW, zone, shift, shift.slower(), "risen", input));
            }
        });
        rush(input, slow, doubts);
        stale(input, doubts);
        return doubts;
    }

    /**
     * Returns what the next builds are to be held against.
     *
     * @param calm whether nobody waits for the churn budget
     */
    public static Yardstick next(SafetyInput input, boolean calm) {
        Yardstick old = input.yardstick();
        Duration age = Duration.between(old.takenAt(), input.now());
        boolean renew = !old.measured()
                || age.compareTo(LONGEST) >= 0
                || (age.compareTo(RENEWAL) >= 0
                        && calm
                        && Shift.of(old, input.table()).values().stream().noneMatch(SafetyRules::unsettled));
        return renew ? Yardstick.of(input.table(), input.now()) : old;
    }

    private static boolean unsettled(Shift shift) {
        double share = Math.max(shift.slower(), shift.faster());
        return shift.compared() >= FEWEST && share >= UNSETTLED && share < NEARLY_ALL;
    }

    private static Doubt shifted(Kind kind, String zone, Shift shift, double share, String how, SafetyInput input) {
        return new Doubt(
                kind,
                zone,
                String.format(
                        Locale.ROOT,
                        "%.0f %% of %d round trips of zone %s have %s since %s, by %.1f ms in the middle",
                        share * PERCENT,
                        shift.compared(),
                        input.zoneName().apply(zone),
                        how,
                        input.yardstick().takenAt(),
                        Math.abs(shift.medianMicros()) / MICROS_PER_MS));
    }

    /**
     * Who leaves a zone that became slow does not rush, and a zone that is new may be worth coming to. Each zonegroup
     * is looked at by itself: its clients may rush where those of the whole realm, who have nearer zones, stay.
     */
    private static void rush(SafetyInput input, Set<String> slow, List<Doubt> doubts) {
        record Arrival(String zonegroup, String zone) {}
        Map<Arrival, DoubleSummaryStatistics> arriving = input.flows().stream()
                .filter(flow -> input.yardstick().micros().containsKey(flow.to()) && !slow.contains(flow.from()))
                .collect(Collectors.groupingBy(
                        flow -> new Arrival(flow.zonegroup(), flow.to()), Collectors.summarizingDouble(Flow::share)));
        SortedMap<String, Double> rushes = new TreeMap<>();
        arriving.forEach((arrival, shares) -> {
            if (shares.getCount() >= FEWEST && shares.getSum() > input.maxRushShare()) {
                rushes.merge(arrival.zone(), shares.getSum(), Math::max);
            }
        });
        rushes.forEach((zone, share) -> doubts.add(new Doubt(
                Kind.RUSH,
                zone,
                String.format(
                        Locale.ROOT,
                        "%.0f %% of the traffic wants to move to zone %s in one build; MaxRushPercent is %.0f",
                        share * PERCENT,
                        input.zoneName().apply(zone),
                        input.maxRushShare() * PERCENT))));
    }

    private static void stale(SafetyInput input, List<Doubt> doubts) {
        String age = input.newest()
                .map(at -> "the newest burst was measured at " + at)
                .orElse("no burst is inside the window");
        if (input.newest()
                .map(at -> at.plus(input.maxInputAge()).isBefore(input.now()))
                .orElse(true)) {
            doubts.add(new Doubt(Kind.STALE, "", age + "; MaxInputAge is " + input.maxInputAge()));
        }
    }
}
