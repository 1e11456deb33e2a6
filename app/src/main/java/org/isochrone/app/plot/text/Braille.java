package org.isochrone.app.plot.text;

/**
 * A canvas of dots, eight of them in one character: two columns of four. Dot (0, 0) is at the lower left. Not safe for
 * several threads.
 */
final class Braille {
    private static final char EMPTY = '\u2800';

    /** The bits of a character from the top row to the bottom, left and right. */
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int columns;
    private final int rows;
    private final int[][] dots;
    private final int[][] owners;

    /** A canvas of so many characters. */
    Braille(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.dots = new int[rows][columns];
        this.owners = new int[rows][columns];
    }

    /** Returns how many dots there are from left to right. */
    int width() {
        return 2 * columns;
    }

    /** Returns how many dots there are from bottom to top. */
    int height() {
        return 4 * rows;
    }

    /** Sets a dot for the thing of that number, which gives its character the colour; outside nothing happens. */
    void dot(int x, int y, int owner) {
        if (x < 0 || x >= width() || y < 0 || y >= height()) {
            return;
        }
        int row = rows - 1 - y / 4;
        dots[row][x / 2] |= BITS[3 - y % 4][x % 2];
        owners[row][x / 2] = owner;
    }

    /** Sets the dots between two. */
    void line(int x1, int y1, int x2, int y2, int owner) {
        int steps = Math.max(1, Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1)));
        for (int i = 0; i <= steps; i++) {
            dot(x1 + Math.round((float) i * (x2 - x1) / steps), y1 + Math.round((float) i * (y2 - y1) / steps), owner);
        }
    }

    /** Returns a row of characters, 0 at the top. */
    String row(int row, Ink ink) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            String letter = String.valueOf((char) (EMPTY + dots[row][column]));
            text.append(dots[row][column] == 0 ? " " : ink.line(owners[row][column], letter));
        }
        return text.toString();
    }
}
