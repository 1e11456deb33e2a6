package org.isochrone.steering.health;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who may take a zone down. Each peer has one voice per zone: up if it sees any endpoint of the zone up, down if it
 * sees all that it observes down. A zone is down if more than half of the voices that count say so.
 *
 * <ul>
 *   <li>A peer alone decides alone. Of two that disagree neither has more than half, and the zone stays up: taking a
 *       working zone from everybody is worse than sending some clients to a dead one until the second peer is heard, or
 *       is silent for so long that its voice has aged out. From three peers on no single one can take a zone down.
 *   <li>The peer inside a zone has a voice like any other: alone it can neither take its zone down nor keep it up.
 *   <li>A peer that sees at least two zones down, and all it observes but one at the most, or three quarters, is
 *       suspect: its own network fails more often than so many zones at once. Its word for down does not count while
 *       suspects are at most half of the peers; its word for up does, since nothing answers over a broken network. Are
 *       suspects the majority, then zones have failed, for networks seldom fail together, and everybody counts again.
 * </ul>
 *
 * <p>It follows that one peer takes no zone down that two others see up, whoever is suspect, and that the order of
 * observations means nothing. How old an observation may be to be heard here is up to the caller.
 */
final class Quorum {
    private static final int LEAST_DOWN = 2;

    /** Peer, then zone, then voice; both in order. */
    private final Map<String, Map<String, HealthState>> voices = new TreeMap<>();

    private final List<CutOff> cutOff;
    private final Set<String> unheard;

    Quorum(List<HealthObservation> observations) {
        for (HealthObservation seen : observations) {
            voices.computeIfAbsent(seen.peer(), _ -> new TreeMap<>())
                    .merge(seen.zone(), seen.state(), (one, other) -> one == HealthState.UP ? one : other);
        }
        List<CutOff> suspects = voices.entrySet().stream()
                .map(peer -> new CutOff(
                        peer.getKey(),
                        (int) peer.getValue().values().stream()
                                .filter(voice -> voice == HealthState.DOWN)
                                .count(),
                        peer.getValue().size()))
                .filter(Quorum::suspect)
                .toList();
        cutOff = 2 * suspects.size() <= voices.size() ? suspects : List.of();
        unheard = cutOff.stream().map(CutOff::peer).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean suspect(CutOff peer) {
        return peer.down() >= LEAST_DOWN
                && (peer.down() >= peer.observed() - 1 || 4 * peer.down() >= 3 * peer.observed());
    }

    /** Returns the peers whose word for down does not count. */
    List<CutOff> cutOff() {
        return cutOff;
    }

    /** Returns the names of the peers that say {@code voice} of a zone, in order. */
    List<String> saying(HealthState voice, String zone) {
        return voices.entrySet().stream()
                .filter(peer -> peer.getValue().get(zone) == voice)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Decides on a zone. */
    ZoneHealth.Verdict verdict(String zone) {
        List<String> against = saying(HealthState.DOWN, zone);
        if (against.isEmpty()) {
            return ZoneHealth.Verdict.UP;
        }
        long down = against.stream().filter(peer -> !unheard.contains(peer)).count();
        long up = saying(HealthState.UP, zone).size();
        return down > up ? ZoneHealth.Verdict.DOWN : ZoneHealth.Verdict.DOWN_FROM_SOME;
    }
}
