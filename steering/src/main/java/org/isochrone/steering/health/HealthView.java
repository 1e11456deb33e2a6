package org.isochrone.steering.health;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is believed of each zone, from the observations of all peers. An endpoint is down when more than half of the
 * peers that observe it say so; a zone is down when all of its observed endpoints are. A zone that nobody observes is
 * up. Immutable, safe for any thread.
 */
public final class HealthView {
    /** Nothing observed: every zone is up. */
    public static final HealthView EMPTY = new HealthView(List.of());

    private final Map<String, String> downReasons;

    /** Decides on the newest observation of each (zone, endpoint, peer). */
    public HealthView(List<HealthObservation> observations) {
        downReasons = observations.stream().collect(Collectors.groupingBy(HealthObservation::zone)).entrySet().stream()
                .filter(
                        zone -> zone.getValue().stream()
                                .collect(Collectors.groupingBy(HealthObservation::endpoint))
                                .values()
                                .stream()
                                .allMatch(HealthView::down))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, zone -> reason(zone.getValue())));
    }

    private static boolean down(List<HealthObservation> observations) {
        long against = observations.stream()
                .filter(seen -> seen.state() == HealthState.DOWN)
                .count();
        return 2 * against > observations.size();
    }

    private static String reason(List<HealthObservation> observations) {
        return observations.stream()
                .filter(seen -> seen.state() == HealthState.DOWN)
                .map(seen ->
                        seen.endpoint() + ": " + seen.reason() + " (" + seen.peer() + ", since " + seen.since() + ")")
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** Tells whether the zone of that id can be answered. */
    public boolean up(String zone) {
        return !downReasons.containsKey(zone);
    }

    /** Returns why a zone is down, for people; empty if it is up. */
    public String downReason(String zone) {
        return downReasons.getOrDefault(zone, "");
    }
}
