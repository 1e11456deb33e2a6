package org.isochrone.probe.health;

/**
 * What one check of one endpoint saw.
 *
 * @param good whether it answers
 * @param reason what was seen, for people
 */
public record CheckResult(boolean good, String reason) {}
