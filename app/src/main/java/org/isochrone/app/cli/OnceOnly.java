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
        if (json && !once) {
            throw new ParameterException(spec.commandLine(), "--json needs --once: without it there is no result");
        }
    }
}
