package org.isochrone.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** That a result can only be printed by a command that comes to one. */
final class OnceOnly {
    private OnceOnly() {}

    /**
     * Refuses {@code --json} without {@code --once}.
     *
     * @throws ParameterException which is wrong usage
     */
    static void check(CommandSpec spec, boolean json, boolean once) {
        check(spec, json, once, "--once");
    }

    /** Refuses {@code --json} where nothing is wanted of what {@code needed} names. */
    static void check(CommandSpec spec, boolean json, boolean result, String needed) {
        if (json && !result) {
            throw new ParameterException(
                    spec.commandLine(), "--json needs " + needed + ": without that there is no result");
        }
    }
}
