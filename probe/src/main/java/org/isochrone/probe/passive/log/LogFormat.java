package org.isochrone.probe.passive.log;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.isochrone.probe.passive.RoundTripSink;

/** How the lines of a log are read. Immutable, safe for any thread. */
public final class LogFormat {
    private final LogKind kind;
    private final Optional<LinePlan> plan;
    private final ZoneId zone;
    private final InstantSource wall;

    /**
     * Understands a format.
     *
     * @param pattern the operator's own format; empty for {@link LogKind#CSV}
     * @param zone of times that do not say their own, as HAProxy's {@code %t}
     * @param wall what time it is, for nothing is logged before it happens
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong with the pattern
     */
    public LogFormat(LogKind kind, String pattern, ZoneId zone, InstantSource wall) {
        this.kind = kind;
        this.plan = kind.plan(pattern);
        this.zone = zone;
        this.wall = wall;
    }

    LogKind kind() {
        return kind;
    }

    /** Returns a parser for every line; empty where a header line comes first. */
    Optional<LineParser> parser(RoundTripSink sink) {
        return plan.map(known -> new LineParser(known, zone, wall, sink));
    }

    /** Returns a parser for the lines behind a header. */
    LineParser parser(String header, String where, RoundTripSink sink) {
        return new LineParser(LinePlan.of(CsvFormat.parse(header, where), where), zone, wall, sink);
    }
}
