package org.isochrone.steering.health;

import java.time.Instant;

/**
 * What one peer believes of one endpoint of a zone. Immutable.
 *
 * @param zone id of the zone
 * @param endpoint the URL or address that was checked
 * @param peer who says so
 * @param state after the peer's own rise and fall thresholds
 * @param reason what the deciding check saw, for people
 * @param since when this state began
 * @param seenAt when the peer last checked
 */
public record HealthObservation(
        String zone, String endpoint, String peer, HealthState state, String reason, Instant since, Instant seenAt) {}
