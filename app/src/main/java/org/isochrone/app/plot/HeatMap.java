package org.isochrone.app.plot;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A number for each pair of two things, as a colour. Immutable.
 *
 * @param scale how numbers become colours
 * @param columns from left to right
 * @param rows from top to bottom
 * @param cells at most one for each column and row
 */
public record HeatMap(Frame frame, Scale scale, List<String> columns, List<String> rows, List<Cell> cells)
        implements Picture {
    /** How numbers become colours. */
    public enum Scale {
        /** Five and ten differ as much as a hundred and two hundred; the smallest of a row is the best. */
        POWERS,
        /** Percent, 0 to 100; the largest of a row stands out. */
        SHARES
    }

    /**
     * A number.
     *
     * @param column from 0
     * @param row from 0
     */
    public record Cell(int column, int row, double value) {}

    /** Copies the lists. */
    public HeatMap {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        cells = List.copyOf(cells);
    }

    @Override
    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** Returns the smallest number. */
    public double smallest() {
        return cells.stream().mapToDouble(Cell::value).min().orElse(0);
    }

    /** Returns the largest number. */
    public double largest() {
        return cells.stream().mapToDouble(Cell::value).max().orElse(0);
    }

    /** Returns how far {@code value} is up the scale of colours, 0 to 1. */
    public double heat(double value) {
        if (scale == Scale.SHARES) {
            return Math.clamp(value / 100, 0, 1);
        }
        double low = Math.log(Math.max(smallest(), largest() / 10_000));
        double high = Math.log(largest());
        return high > low ? Math.clamp((Math.log(value) - low) / (high - low), 0, 1) : 0;
    }

    /** Returns the number of each row that stands out. */
    public Map<Integer, Cell> best() {
        Comparator<Cell> order = Comparator.comparingDouble(Cell::value);
        return cells.stream()
                .collect(Collectors.groupingBy(
                        Cell::row,
                        Collectors.collectingAndThen(
                                Collectors.minBy(scale == Scale.SHARES ? order.reversed() : order),
                                Optional::orElseThrow)));
    }
}
