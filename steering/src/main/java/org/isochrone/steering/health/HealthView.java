package org.isochrone.steering.health;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is believed of each zone, from the observations of all peers; {@link Quorum} says how. A zone that nobody
 * observes is up. Immutable, safe for any thread.
 */
public final class HealthView {
    /** Nothing observed: every zone is up. */
    public static final HealthView EMPTY = new HealthView(List.of());

    private final Map<String, ZoneHealth> zones;
    private final List<CutOff> cutOff;

    /** Decides on the newest observation of each (zone, endpoint, peer). */
    public HealthView(List<HealthObservation> observations) {
        Quorum quorum = new Quorum(observations);
        cutOff = quorum.cutOff();
        zones = observations.stream().collect(Collectors.groupingBy(HealthObservation::zone)).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, zone -> health(quorum, zone.getKey(), zone.getValue())));
    }

    private static ZoneHealth health(Quorum quorum, String zone, List<HealthObservation> observations) {
        List<String> down = quorum.saying(HealthState.DOWN, zone);
        return new ZoneHealth(
                quorum.verdict(zone), quorum.saying(HealthState.UP, zone), down, reason(observations, down));
    }

    private static String reason(List<HealthObservation> observations, List<String> peers) {
        return observations.stream()
                .filter(seen -> peers.contains(seen.peer()))
                .map(seen ->
                        seen.endpoint() + ": " + seen.reason() + " (" + seen.peer() + ", since " + seen.since() + ")")
                .sorted()
                .collect(Collectors.joining("; "));
    }

    /** Returns what is believed of the zone of that id, and who says so. */
    public ZoneHealth of(String zone) {
        return zones.getOrDefault(zone, ZoneHealth.UNOBSERVED);
    }

    /** Tells whether the zone of that id can be answered. */
    public boolean up(String zone) {
        return of(zone).verdict() != ZoneHealth.Verdict.DOWN;
    }

    /** Returns the peers whose word for down does not count, in order. */
    public List<CutOff> cutOff() {
        return cutOff;
    }
}
