package org.isochrone.app.wiring;

/** The end of a process that goes on until it is told to end, as by SIGTERM. */
public final class AtEnd {
    private AtEnd() {}

    /** Runs {@code last} when the JVM ends, and lets the process end with 0 then. */
    public static void run(Runnable last) {
        Thread hook = new Thread(
                () -> {
                    last.run();
                    // Being asked to end is no failure: without this a JVM that is ended by SIGTERM says 143.
                    Runtime.getRuntime().halt(0);
                },
                "close");
        Runtime.getRuntime().addShutdownHook(hook);
    }
}
