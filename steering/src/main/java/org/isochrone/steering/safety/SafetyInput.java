package org.isochrone.steering.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.isochrone.steering.estimate.EstimateTable;

/**
 * What a build is judged by.
 *
 * @param yardstick what was believed a while ago
 * @param table what is believed now
 * @param flows who wants to move, without those who cannot stay
 * @param newest when the newest burst was measured; empty if there is none
 * @param maxInputAge how old it may be
 * @param maxRushShare the share of traffic that may want to come to one zone, 0 to 1
 * @param zoneName what people call the zone of an id
 * @param now the wall clock
 */
public record SafetyInput(
        Yardstick yardstick,
        EstimateTable table,
        List<Flow> flows,
        Optional<Instant> newest,
        Duration maxInputAge,
        double maxRushShare,
        UnaryOperator<String> zoneName,
        Instant now) {
    /**
     * The clients of one prefix that want to move.
     *
     * @param zonegroup id of the zonegroup they ask for; empty for all zones of the realm
     * @param from id of the zone they leave
     * @param to id of the zone they come to
     * @param share of all traffic, 0 to 1
     */
    public record Flow(String zonegroup, String from, String to, double share) {}

    /** Copies the list. */
    public SafetyInput {
        flows = List.copyOf(flows);
    }
}
