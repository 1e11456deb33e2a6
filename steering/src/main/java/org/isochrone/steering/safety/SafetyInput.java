package org.isochrone.steering.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.isochrone.steering.estimate.EstimateTable;

/**
 * What a build is judged by.
 *
 * @param yardstick what was believed a while ago
 * @param table what is believed now
 * @param flows the share of traffic that wants to move, by (from, to), 0 to 1; without those that cannot stay
 * @param movers how many (zonegroup, prefix) that is
 * @param newest when the newest burst was measured; empty if there is none
 * @param maxInputAge how old it may be
 * @param maxRushShare the share of traffic that may want to come to one zone, 0 to 1
 * @param zoneName what people call the zone of an id
 * @param now the wall clock
 */
public record SafetyInput(
        Yardstick yardstick,
        EstimateTable table,
        Map<Flow, Double> flows,
        int movers,
        Optional<Instant> newest,
        Duration maxInputAge,
        double maxRushShare,
        UnaryOperator<String> zoneName,
        Instant now) {
    /** From one zone to another, by id. */
    public record Flow(String from, String to) {}

    /** Copies the map. */
    public SafetyInput {
        flows = Map.copyOf(flows);
    }
}
