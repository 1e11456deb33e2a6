package org.isochrone.app.print;

import java.util.Locale;

/** How things are said to people. */
public final class Words {
    private static final double NANOS_PER_MS = 1e6;

    private Words() {}

    /** Returns {@code 1 bucket}, {@code 2 buckets}; {@code one} takes an s where there are several. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : one.endsWith("x") || one.endsWith("s") ? "es" : "s");
    }

    /** Returns the name of a constant in small letters. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns nanoseconds as milliseconds with three digits behind the point. */
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MS);
    }
}
