package org.isochrone.probe.passive.log;

import java.util.ArrayList;
import java.util.List;

/** What became of the lines of one or more logs. Not safe for several threads. */
public final class LogTally {
    /** So many malformed lines are told one by one. */
    public static final int TOLD = 5;

    private final List<String> problems = new ArrayList<>();
    private long lines;
    private long taken;
    private long without;
    private long malformed;
    private long unfinished;

    void line(LineParser.Outcome outcome) {
        lines++;
        switch (outcome) {
            case TAKEN -> taken++;
            case WITHOUT -> without++;
            case MALFORMED -> malformed++;
        }
    }

    /** Tells whether the next malformed line is still told. */
    boolean tells() {
        return problems.size() < TOLD;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    void unfinishedLine() {
        unfinished++;
    }

    /** Returns the first malformed lines: place, value, reason. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Returns how many lines were read. */
    public long lines() {
        return lines;
    }

    /** Returns how many had a round trip. */
    public long taken() {
        return taken;
    }

    /** Returns how many had none: HTTP/3, or a connection that was gone. */
    public long without() {
        return without;
    }

    /** Returns how many were not as the format says. */
    public long malformed() {
        return malformed;
    }

    /** Returns how many logs ended inside a line, which was left for the next time. */
    public long unfinished() {
        return unfinished;
    }
}
