package org.isochrone.app.print;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how far long work has come: one line that fills on a terminal, a line now and then elsewhere. Safe for any
 * thread.
 */
public final class Progress {
    private static final int BAR = 24;
    private static final String CLEAR = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean terminal;
    private String shown = "";
    private int lastTenth = -1;

    /** Shows progress on {@code out}; {@code terminal} says whether lines may be written over. */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Shows {@code reached} of {@code total}, and no more than that; without a terminal only each tenth of the way is
     * told.
     */
    public synchronized void at(String what, long reached, long total) {
        long done = Math.clamp(reached, 0, total);
        int tenth = (int) (total == 0 ? 10 : 10 * done / total);
        if (terminal) {
            int filled = (int) (total == 0 ? BAR : BAR * done / total);
            String line = String.format(
                    Locale.ROOT,
                    "  %-28s [%s%s] %d/%d",
                    what,
                    "#".repeat(filled),
                    ".".repeat(BAR - filled),
                    done,
                    total);
            if (!line.equals(shown)) {
                out.print(CLEAR + line);
                out.flush();
                shown = line;
            }
        } else if (tenth != lastTenth) {
            lastTenth = tenth;
            out.printf(Locale.ROOT, "  %s: %d/%d%n", what, done, total);
        }
    }

    /** Ends the moving line, so that what is printed next stands below it. */
    public synchronized void done() {
        if (terminal && !shown.isEmpty()) {
            out.println();
        }
        shown = "";
        lastTenth = -1;
    }
}
