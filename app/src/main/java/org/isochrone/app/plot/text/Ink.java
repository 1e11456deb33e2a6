package org.isochrone.app.plot.text;

/**
 * Colours of a terminal with 256 of them, or none.
 *
 * @param colours whether there are any
 */
record Ink(boolean colours) {
    /** The nearest to what files are drawn in. */
    private static final int[] LINES = {32, 166, 36, 175, 214, 74, 245, 94};

    private static final int[] FROM_FAST = {226, 191, 113, 71, 36, 30, 31, 61, 60, 54, 53};

    private static final String SHADES = " ░▒▓█";

    /** Returns text in the colour of the thing of that number. */
    String line(int number, String text) {
        return colours ? "\u001B[38;5;" + LINES[number % LINES.length] + "m" + text + "\u001B[0m" : text;
    }

    /** Returns text that stands out. */
    String bold(String text) {
        return colours ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    /** Returns text that stands back. */
    String pale(String text) {
        return colours ? "\u001B[38;5;244m" + text + "\u001B[0m" : text;
    }

    /** Returns text on the colour of {@code heat}, 0 to 1, or with a shade behind it. */
    String hot(double heat, String text) {
        if (colours) {
            int background = FROM_FAST[(int) Math.round(heat * (FROM_FAST.length - 1))];
            return "\u001B[48;5;" + background + ";38;5;" + (heat < 0.5 ? 16 : 231) + "m" + text + " \u001B[0m";
        }
        return text + SHADES.charAt((int) Math.round(heat * (SHADES.length() - 1)));
    }
}
