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
 * @param reason what the deciding check saw
 * @param contrary checks in a row that speak against the state, or all of one kind while nothing is believed
 * @param lastGood the kind of the checks that {@code contrary} counts
 */
public record EndpointBelief(
        Optional<HealthState> state, Instant since, String reason, int contrary, boolean lastGood) {
    /** Nothing believed, nothing checked. */
    public static final EndpointBelief NONE = new EndpointBelief(Optional.empty(), Instant.EPOCH, "", 0, true);

    /** Returns the belief after one more check. */
    public EndpointBelief after(CheckResult check, Instant at, HealthConfig config) {
        HealthState says = check.good() ? HealthState.UP : HealthState.DOWN;
        if (state.isPresent() && state.get() == says) {
            return new EndpointBelief(state, since, reason, 0, check.good());
        }
        int inARow = contrary > 0 && lastGood == check.good() ? contrary + 1 : 1;
        int needed = switch (says) {
            case UP -> config.rise();
            case DOWN -> config.fall();
        };
        return inARow >= needed
                ? new EndpointBelief(Optional.of(says), at, check.reason(), 0, check.good())
                : new EndpointBelief(state, since, reason, inARow, check.good());
    }
}
