package org.isochrone.steering.config;

/**
 * One configured value and where it came from.
 *
 * @param value the text as given, trimmed
 * @param where file and line, environment variable or command-line option, for error messages
 */
public record Setting(String value, String where) {}
