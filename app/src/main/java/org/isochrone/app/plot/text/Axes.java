package org.isochrone.app.plot.text;

import java.time.Instant;

/** Puts labels round a canvas. */
final class Axes {
    /** Characters before the canvas. */
    static final int MARGIN = 10;

    private Axes() {}

    /** Returns the canvas with {@code top} and {@code bottom} on its left. */
    static String left(Braille canvas, String top, String bottom, Ink ink) {
        int rows = canvas.height() / 4;
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            String label = row == 0 ? top : row == rows - 1 ? bottom : "";
            text.append(right(label, MARGIN - 2))
                    .append(ink.pale(" │"))
                    .append(canvas.row(row, ink))
                    .append('\n');
        }
        return text.toString();
    }

    /** Returns the line below a canvas of {@code columns} characters, with what stands at its ends and its label. */
    static String below(int columns, String first, String label, String last, Ink ink) {
        int rest = Math.max(2, columns - first.length() - label.length() - last.length());
        return " ".repeat(MARGIN - 1)
                + ink.pale("└" + "─".repeat(columns))
                + "\n"
                + " ".repeat(MARGIN)
                + first
                + " ".repeat(rest / 2)
                + ink.pale(label)
                + " ".repeat(rest - rest / 2)
                + last
                + "\n";
    }

    /** Writes a moment to the minute, in UTC. */
    static String time(Instant moment) {
        return moment.toString().substring(0, 16).replace('T', ' ');
    }

    /** Sets text to the right, cut to {@code width}. */
    static String right(String text, int width) {
        return text.length() >= width ? text.substring(0, width) : " ".repeat(width - text.length()) + text;
    }

    /** Sets text to the left, cut to {@code width}. */
    static String padded(String text, int width) {
        return text.length() >= width ? text.substring(0, width) : text + " ".repeat(width - text.length());
    }
}
