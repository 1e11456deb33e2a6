package org.isochrone.probe.passive.log;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.probe.passive.RoundTripSink;

/** Reads the lines of one format. Not safe for several threads. */
final class LineParser {
    /** What became of a line. */
    enum Outcome {
        /** Its round trip was handed on. */
        TAKEN,
        /** It has no round trip: the connection was not TCP, or had none yet. */
        WITHOUT,
        /** It is not as the format says, or says what cannot be. */
        MALFORMED
    }

    private static final int MICROS_PER_MILLI = 1000;
    private static final int MOST_DIGITS = 9;
    private static final int SHOWN = 60;

    private final LinePlan plan;
    private final LineMatcher matcher;
    private final TimeBytes times;
    private final AddressBytes address = new AddressBytes();
    private final RoundTripSink sink;
    private String fault = "";
    private int faultField = -1;
    private int faultStart;
    private int faultEnd;

    LineParser(LinePlan plan, ZoneId zone, InstantSource wall, RoundTripSink sink) {
        this.plan = plan;
        this.matcher = new LineMatcher(plan);
        this.times = new TimeBytes(zone, wall);
        this.sink = sink;
    }

    /** Reads a line without its end. */
    Outcome parse(byte[] line, int from, int to) {
        faultField = -1;
        if (!matcher.match(line, from, to)) {
            return Outcome.MALFORMED;
        }
        int rttStart = matcher.start(plan.rtt());
        int rttEnd = matcher.end(plan.rtt());
        if (rttStart == rttEnd || (rttEnd - rttStart == 1 && line[rttStart] == '-')) {
            return Outcome.WITHOUT;
        }
        int micros = micros(line, rttStart, rttEnd);
        if (micros < 1) {
            return fault(plan.rtt(), "must be a round trip in [1 us..2 min]");
        }
        if (!address.parse(line, matcher.start(plan.address()), addressEnd(line))) {
            return fault(plan.address(), "must be an IPv4 or IPv6 address");
        }
        Role timeRole = plan.format().fields().get(plan.time()).role();
        long second = times.second(timeRole, line, matcher.start(plan.time()), matcher.end(plan.time()));
        if (second == TimeBytes.NONE) {
            return fault(plan.time(), "must be a time between 1970 and now");
        }
        sink.roundTrip(second, address.family(), address.high(), address.low(), micros);
        return Outcome.TAKEN;
    }

    private Outcome fault(int field, String legal) {
        fault = legal;
        faultField = field;
        faultStart = matcher.start(field);
        faultEnd = matcher.end(field);
        return Outcome.MALFORMED;
    }

    /** Says why the last line, which is given again, was malformed. */
    String reason(byte[] line) {
        if (faultField < 0) {
            return matcher.reason();
        }
        String value = new String(line, faultStart, Math.min(SHOWN, faultEnd - faultStart), StandardCharsets.UTF_8);
        return plan.format().fields().get(faultField).name() + " " + fault + ": '" + value + "'";
    }

    private int addressEnd(byte[] line) {
        int end = matcher.end(plan.address());
        if (plan.format().fields().get(plan.address()).role() == Role.ADDRESS_AND_PORT) {
            int start = matcher.start(plan.address());
            while (end > start && line[--end] != ':') {
                // The port is of no interest.
            }
        }
        return end;
    }

    /** Returns microseconds, or 0 for what is no number or out of range. */
    private int micros(byte[] line, int from, int to) {
        if (to - from > MOST_DIGITS) {
            return 0;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = 10 * value + digit;
        }
        if (plan.format().fields().get(plan.rtt()).role() == Role.MILLIS) {
            value *= MICROS_PER_MILLI;
        }
        return value <= PassiveAggregator.MAX_MICROS ? (int) value : 0;
    }
}
