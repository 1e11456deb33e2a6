package org.isochrone.steering.plan;

import java.time.Instant;

/**
 * When a claimed burst may be sent. Immutable.
 *
 * @param from not before this, when its leaf has its turn
 * @param until what is not given back by then falls to others
 */
public record Lease(Instant from, Instant until) {}
