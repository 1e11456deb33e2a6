package org.isochrone.app.cli;

/** What the process ends with. */
public final class ExitCode {
    /** What was asked for is done. */
    public static final int DONE = 0;

    /** It could not be done; standard error says why. */
    public static final int FAILED = 1;

    /** It was not understood. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
