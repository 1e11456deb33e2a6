package org.isochrone.steering.topology;

/**
 * A collection of zonegroups that share one bucket namespace. Immutable.
 *
 * @param id uuid
 * @param name what people call it
 * @param currentPeriod id of the period in effect
 * @param epoch counts periods; equals the current period's realm epoch
 */
public record Realm(String id, String name, String currentPeriod, int epoch) {}
