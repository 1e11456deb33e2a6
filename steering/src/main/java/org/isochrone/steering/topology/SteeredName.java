package org.isochrone.steering.topology;

/**
 * A DNS name, or a wildcard {@code *.…}, bound to a zonegroup without a bucket. Immutable.
 *
 * @param name lower case, without a trailing dot
 * @param zonegroup id of the zonegroup whose zones may be answered
 * @param mode what it is answered with
 */
public record SteeredName(String name, String zonegroup, AnswerMode mode) {}
