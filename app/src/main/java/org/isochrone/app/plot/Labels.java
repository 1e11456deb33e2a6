package org.isochrone.app.plot;

import java.util.Map;

/** How a column is called beside an axis. */
final class Labels {
    private static final Map<String, String> UNITS =
            Map.of("ms", "ms", "s", "s", "km", "km", "pct", "%", "bytes", "bytes", "h", "h");

    private Labels() {}

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
