package org.isochrone.app.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;

/** What stands beside an axis: how a column is called, and numbers. */
public final class Labels {
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private static final Map<String, String> UNITS =
            Map.of("ms", "ms", "s", "s", "km", "km", "pct", "%", "bytes", "bytes", "h", "h");

    private Labels() {}

    /** Returns a number with three digits that count and no more zeros than needed: 0.25, 1.5, 64, 128. */
    public static String number(double value) {
        return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Returns {@code ms} for {@code round_trip_ms}, nothing where there is no unit. */
    static String unit(String column) {
        return UNITS.getOrDefault(column.substring(column.lastIndexOf('_') + 1), "");
    }

    /** Returns {@code round trip (ms)} for {@code round_trip_ms}. */
    static String of(String column) {
        int cut = column.lastIndexOf('_');
        String unit = UNITS.getOrDefault(column.substring(cut + 1), "");
        String name = (unit.isEmpty() || cut < 0 ? column : column.substring(0, cut)).replace('_', ' ');
        return unit.isEmpty() || cut < 0 ? name : name + " (" + unit + ")";
    }
}
