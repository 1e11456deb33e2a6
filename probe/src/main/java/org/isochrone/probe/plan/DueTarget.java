package org.isochrone.probe.plan;

import org.isochrone.steering.client.Target;

/**
 * A target that is due for a burst.
 *
 * @param target whom to probe
 * @param weight questions that came from its prefix lately, &gt;= 0
 */
public record DueTarget(Target target, long weight) {}
