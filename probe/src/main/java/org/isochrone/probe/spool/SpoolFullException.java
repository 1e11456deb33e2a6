package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Path;

/** The disk did not take everything: it is full or broken. */
public final class SpoolFullException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int taken;

    SpoolFullException(Path directory, int taken, IOException cause) {
        super("the spool in " + directory + " could not be written: " + cause.getMessage(), cause);
        this.taken = taken;
    }

    /** Returns how many of the bursts that were offered are safe on disk: the first so many of them. */
    public int taken() {
        return taken;
    }
}
