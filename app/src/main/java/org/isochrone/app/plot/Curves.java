package org.isochrone.app.plot;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines or clouds of points in one system of axes. Immutable.
 *
 * @param style how points become a picture
 * @param curves in order of their names in the legend
 */
public record Curves(Frame frame, Style style, List<Curve> curves) implements Picture {
    /** Of shares: beyond it the last half percent would stretch the axis until nothing else can be seen. */
    public static final double SHOWN_PERCENT = 99.5;

    /** Where the axis of shares begins, which is one of powers; what is smaller stands there. */
    public static final double LEAST = 0.1;

    /** How points become a picture. */
    public enum Style {
        /** A share of everything, in percent, that is at most so large: steps upwards to 100. */
        SHARES,
        /** A line from point to point. */
        LINES,
        /** A dot for each point. */
        DOTS
    }

    /**
     * Points that belong together.
     *
     * @param name empty if it is the only one
     */
    public record Curve(String name, List<Point> points) {
        /** Copies the list. */
        public Curve {
            points = List.copyOf(points);
        }
    }

    /** A point. */
    public record Point(double x, double y) {
        /** From left to right. */
        static final Comparator<Point> ACROSS = Comparator.comparingDouble(Point::x);
    }

    /** Copies the list. */
    public Curves {
        curves = List.copyOf(curves);
    }

    @Override
    public boolean isEmpty() {
        return points().findAny().isEmpty();
    }

    /** Returns the points of all curves. */
    public Stream<Point> points() {
        return curves.stream().flatMap(curve -> curve.points().stream());
    }
}
