package org.isochrone.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a benchmark comes to, in the form that {@code bench/run} ends with. */
final class Figure {
    private Figure() {}

    /** Prints one, with so many digits behind the point. */
    static void print(String name, double value, int digits, String unit) {
        System.out.println(line(name, value, digits, unit));
    }

    /** Returns one as a line without its end. */
    static String line(String name, double value, int digits, String unit) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
        return "figure " + name + " " + rounded.toPlainString() + " " + unit;
    }
}
