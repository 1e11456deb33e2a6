package org.isochrone.app.cli;

import java.time.InstantSource;
import java.util.Map;

/**
 * What surrounds a command. Passed in, so that tests run commands as people do.
 *
 * @param console where it prints
 * @param environment the process's environment variables
 * @param clock what time it is
 */
public record Context(Console console, Map<String, String> environment, InstantSource clock) {}
