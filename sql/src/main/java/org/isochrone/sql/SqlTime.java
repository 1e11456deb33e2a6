package org.isochrone.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Moments as {@code DATETIME(6)} columns in UTC: microseconds, the years 1000 to 9999. They are sent as text, because
 * the driver cuts date types to the second for a MariaDB 10, which introduces itself as MySQL 5.5; and read as
 * {@link LocalDateTime}, which is what stands there, whatever the time zones of the session and of this machine.
 */
final class SqlTime {
    /** The first moment that a column can hold. */
    static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final int DATE_LENGTH = "2026-03-01".length();

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SqlTime() {}

    /** Returns what stands in the column: cut to the microsecond, and the nearest moment that the column can hold. */
    static String toColumn(Instant moment) {
        return FORMAT.format(clamp(moment));
    }

    /** Returns what is read again after {@code moment} was written. */
    static Instant cut(Instant moment) {
        return clamp(moment).truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the first moment that a column can hold and that is not before {@code moment}. */
    static Instant ceiling(Instant moment) {
        Instant held = clamp(moment);
        Instant cut = held.truncatedTo(ChronoUnit.MICROS);
        return cut.equals(held) ? held : cut.plus(1, ChronoUnit.MICROS);
    }

    /** Returns the moment in a column that is not NULL. */
    static Instant read(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    /** Reads a date, or a date and a time of day, as the server writes them. */
    static Instant parse(String text) {
        return text.length() == DATE_LENGTH
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    private static Instant clamp(Instant moment) {
        return moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
    }
}
