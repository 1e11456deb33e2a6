package org.isochrone.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code isochrone}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "isochrone",
        description = "Latency-based DNS steering: every client is sent to the zone that is fastest for it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main {
    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs the command line and returns its exit code. */
    static int run(String... args) {
        return new CommandLine(new Main()).execute(args);
    }
}
