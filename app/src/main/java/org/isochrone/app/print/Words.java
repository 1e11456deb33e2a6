package org.isochrone.app.print;

/** How things are said to people. */
public final class Words {
    private Words() {}

    /** Returns {@code 1 bucket}, {@code 2 buckets}; {@code one} takes an s where there are several. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : one.endsWith("x") || one.endsWith("s") ? "es" : "s");
    }
}
