package org.isochrone.steering.config;

/**
 * The characters that numbers are written in. The JDK reads digits of every script as numbers, which no other program
 * does that is given the same text.
 */
public final class Ascii {
    private Ascii() {}

    /**
     * Returns {@code text}, for the JDK to read a number from.
     *
     * @throws NumberFormatException if there is a character in it that is not ASCII
     */
    public static String number(String text) {
        if (text.chars().anyMatch(c -> c > 0x7F)) {
            throw new NumberFormatException("must be written in ASCII: '" + text + "'");
        }
        return text;
    }
}
