package org.isochrone.probe.passive.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads times of log lines, to the second. Most lines have the time of the line before, which is then not read again.
 * Not safe for several threads.
 */
final class TimeBytes {
    /** What {@link #second} returns for what is no time. */
    static final long NONE = Long.MIN_VALUE;

    /** Times this much ahead are clocks that differ; more is a wrong time zone. */
    private static final long AHEAD_HOURS = 1;

    private static final int LONGEST = 40;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss[.SSS][ xx]", Locale.ENGLISH);

    private final ZoneId zone;
    private final InstantSource wall;
    private final byte[] last = new byte[LONGEST];
    private int lastLength;
    private long lastSecond = NONE;

    /**
     * Reads times.
     *
     * @param zone of times that say none
     * @param wall what time it is, for nothing is logged before it happens
     */
    TimeBytes(ZoneId zone, InstantSource wall) {
        this.zone = zone;
        this.wall = wall;
    }

    /** Returns the seconds since 1970, or {@link #NONE} for what is no time between then and now. */
    long second(Role role, byte[] line, int from, int to) {
        int length = significant(role, line, from, to);
        if (length == lastLength && Arrays.equals(last, 0, length, line, from, from + length)) {
            return lastSecond;
        }
        if (to - from > LONGEST || to == from) {
            return NONE;
        }
        long second = NONE;
        try {
            String text = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
            Instant at = role == Role.CLOCK ? clock(text) : instant(text);
            Instant latest = wall.instant().plus(AHEAD_HOURS, ChronoUnit.HOURS);
            second = at.isAfter(Instant.EPOCH) && !at.isAfter(latest) ? at.getEpochSecond() : NONE;
        } catch (DateTimeException | NumberFormatException e) {
            // What is no time is counted by the caller.
            return NONE;
        }
        System.arraycopy(line, from, last, 0, length);
        lastLength = length;
        lastSecond = second;
        return second;
    }

    /** Of seconds since 1970, the fraction need not be compared. */
    private static int significant(Role role, byte[] line, int from, int to) {
        if (role == Role.INSTANT) {
            for (int i = from; i < to; i++) {
                if (line[i] == '.') {
                    return i - from;
                }
                if (line[i] < '0' || line[i] > '9') {
                    break;
                }
            }
        }
        return Math.min(to - from, LONGEST);
    }

    private Instant clock(String text) {
        TemporalAccessor read = CLOCK.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return read instanceof OffsetDateTime exact
                ? exact.toInstant()
                : LocalDateTime.from(read).atZone(zone).toInstant();
    }

    private static Instant instant(String text) {
        if (text.indexOf('T') >= 0) {
            return OffsetDateTime.parse(text).toInstant();
        }
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        boolean digits = !whole.isEmpty() && whole.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean fraction = point < 0 || text.substring(point + 1).matches("\\d{1,9}");
        if (!digits || !fraction) {
            throw new NumberFormatException(text);
        }
        return Instant.ofEpochSecond(Long.parseLong(whole));
    }
}
