package org.isochrone.probe.health;

import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.health.HealthState;

/**
 * What this peer believes of one endpoint: a state machine over its checks. Nothing is believed until the first
 * {@code rise} good or {@code fall} bad checks in a row; from then on a state holds until the opposite threshold is
 * reached. Immutable.
 *
 * @param state empty while nothing is believed
 * @param since when the state began: the time of the deciding check
 * @param reason what the deciding check saw, or why this peer cannot check
 * @param contrary checks in a row that speak against the state, or all of one kind while nothing is believed
 * @param lastGood the kind of the checks that {@code contrary} counts
 */
public record EndpointBelief(
        Optional<HealthState> state, Instant since, String reason, int contrary, boolean lastGood) {
    /** Nothing believed, nothing checked. */
    public static final EndpointBelief NONE = new EndpointBelief(Optional.empty(), Instant.EPOCH, "", 0, true);

    /** Returns the belief after one more check; a check that this peer cannot do leaves nothing believed. */
    public EndpointBelief after(CheckResult check, Instant at, HealthConfig config) {
        return switch (check.outcome()) {
            case GOOD -> after(true, check.reason(), at, config);
            case BAD -> after(false, check.reason(), at, config);
            case UNABLE -> new EndpointBelief(Optional.empty(), at, check.reason(), 0, true);
        };
    }

    private EndpointBelief after(boolean good, String saw, Instant at, HealthConfig config) {
        HealthState says = good ? HealthState.UP : HealthState.DOWN;
        if (state.isPresent() && state.get() == says) {
            return new EndpointBelief(state, since, reason, 0, good);
        }
        int inARow = contrary > 0 && lastGood == good ? contrary + 1 : 1;
        int needed = switch (says) {
            case UP -> config.rise();
            case DOWN -> config.fall();
        };
        return inARow >= needed
                ? new EndpointBelief(Optional.of(says), at, saw, 0, good)
                : new EndpointBelief(state, since, reason, inARow, good);
    }
}
