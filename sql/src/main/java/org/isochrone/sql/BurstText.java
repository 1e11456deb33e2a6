package org.isochrone.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Rows of the table {@code burst} as text: a third of the work that the driver's parameters are. Nothing in it was
 * chosen by anybody but this program: numbers, moments and bytes. For one thread.
 */
final class BurstText {
    /** The columns, in the order in which a row has them. */
    static final String COLUMNS =
            "(at, peer_key, peer_sequence, prefix_key, zone_key, method, sent, received, rtt_min_ns,"
                    + " rtt_median_ns, rtt_max_ns, target, batch)";

    private static final int ROW_LENGTH = 120;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANOS_PER_MICRO = 1000;

    private final Form form;
    private final StringBuilder text;
    private long lastDay = Long.MIN_VALUE;
    private String date = "";

    /** How rows are written. */
    enum Form {
        /** For {@code LOAD DATA} with {@code CHARACTER SET binary}: fields end with TABs, rows with line feeds. */
        LINES("\t", "", "\n", "\\N"),
        /** For {@code INSERT … VALUES}. */
        VALUES(",", "(", "),", "NULL");

        private final String between;
        private final String before;
        private final String after;
        private final String none;

        Form(String between, String before, String after, String none) {
            this.between = between;
            this.before = before;
            this.after = after;
            this.none = none;
        }
    }

    /** The numbers that stand for names. */
    record Keyed(long peer, long prefix, long zone, long batch) {}

    /** Starts with room for {@code rows} rows. */
    BurstText(Form form, int rows) {
        this.form = form;
        this.text = new StringBuilder(rows * ROW_LENGTH);
    }

    /** Adds a row. */
    void add(Burst burst, long sequence, Keyed keys) {
        text.append(form.before);
        time(SqlTime.cut(burst.at()));
        number(keys.peer());
        number(sequence);
        number(keys.prefix());
        number(keys.zone());
        number(BurstRow.METHOD.code(burst.method()));
        number(burst.sent());
        number(burst.received());
        rtt(burst.minNanos(), burst.lost());
        rtt(burst.medianNanos(), burst.lost());
        rtt(burst.maxNanos(), burst.lost());
        address(burst.target());
        text.append(keys.batch()).append(form.after);
    }

    /** Returns all rows, each character a byte; those of an INSERT without the last comma. */
    String rows() {
        return switch (form) {
            case LINES -> text.toString();
            case VALUES -> text.substring(0, text.length() - 1);
        };
    }

    private void number(long value) {
        text.append(value).append(form.between);
    }

    private void rtt(long nanos, boolean none) {
        if (none) {
            text.append(form.none).append(form.between);
        } else {
            number(nanos);
        }
    }

    private void time(Instant moment) {
        long day = Math.floorDiv(moment.getEpochSecond(), SECONDS_PER_DAY);
        if (day != lastDay) {
            date = LocalDate.ofEpochDay(day) + " ";
            lastDay = day;
        }
        int second = (int) Math.floorMod(moment.getEpochSecond(), (long) SECONDS_PER_DAY);
        String quote = form == Form.VALUES ? "'" : "";
        text.append(quote).append(date);
        two(second / 3600).append(':');
        two(second / 60 % 60).append(':');
        two(second % 60).append('.');
        int micros = moment.getNano() / NANOS_PER_MICRO;
        two(micros / 10_000);
        two(micros / 100 % 100);
        two(micros % 100);
        text.append(quote).append(form.between);
    }

    private StringBuilder two(int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private void address(Optional<IpAddress> address) {
        if (address.isEmpty()) {
            text.append(form.none);
        } else {
            byte[] bytes = address.get().toBytes();
            switch (form) {
                case LINES -> escaped(bytes);
                case VALUES ->
                    text.append("x'").append(HexFormat.of().formatHex(bytes)).append('\'');
            }
        }
        text.append(form.between);
    }

    private void escaped(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '\t' || each == '\n' || each == '\\') {
                text.append('\\');
            }
            text.append((char) (each & 0xFF));
        }
    }
}
