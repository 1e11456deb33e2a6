package org.isochrone.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A table that is divided by a column of time, so that what is old goes by dropping a part and not by deleting rows.
 */
enum DividedTable {
    /** What was measured. */
    BURST("burst", "at", Part.DAY),
    /** In which order it arrived. */
    BURST_BATCH("burst_batch", "arrived_at", Part.DAY),
    /** Roll-ups by client prefix. */
    BURST_HOUR("burst_hour", "hour", Part.DAY),
    /** Roll-ups by country. */
    COUNTRY_HOUR("country_hour", "hour", Part.MONTH),
    /** Roll-ups by peer. */
    PEER_HOUR("peer_hour", "hour", Part.MONTH),
    /** Who was sent elsewhere by a map. */
    MAP_CHANGE("map_change", "at", Part.MONTH),
    /** Some of the decisions. */
    DECISION_SAMPLE("decision_sample", "at", Part.DAY),
    /** Questions per hour. */
    CLIENT_COUNT("client_count", "hour", Part.DAY);

    /** How long a time one partition holds. */
    enum Part {
        /** One day of UTC. */
        DAY("'d'uuuuMMdd", 14),
        /** One month of UTC. */
        MONTH("'m'uuuuMM", 2);

        private final DateTimeFormatter name;
        private final int ahead;

        Part(String name, int ahead) {
            this.name = DateTimeFormatter.ofPattern(name, Locale.ROOT);
            this.ahead = ahead;
        }

        /** Returns the first day of the part that holds {@code moment}. */
        LocalDate of(Instant moment) {
            LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        /** Returns the first day of the part behind the one that begins with {@code first}. */
        LocalDate next(LocalDate first) {
            return switch (this) {
                case DAY -> first.plusDays(1);
                case MONTH -> first.plusMonths(1);
            };
        }

        /** Returns the first day behind the parts that shall exist at {@code now}: two weeks or two months ahead. */
        LocalDate ahead(Instant now) {
            LocalDate end = of(now);
            for (int i = 0; i <= ahead; i++) {
                end = next(end);
            }
            return end;
        }

        /** Returns the name of the partition that begins with {@code first}. */
        String name(LocalDate first) {
            return name.format(first);
        }
    }

    private final String table;
    private final String column;
    private final Part part;

    DividedTable(String table, String column, Part part) {
        this.table = table;
        this.column = column;
        this.part = part;
    }

    /** Returns its name. */
    String table() {
        return table;
    }

    /** Returns the column by which it is divided. */
    String column() {
        return column;
    }

    /** Returns how long a time one partition holds. */
    Part part() {
        return part;
    }
}
