package org.isochrone.app.plot.text;

import java.util.List;
import org.isochrone.app.plot.Curves;
import org.isochrone.app.plot.Labels;

/** Curves and clouds in dots. Shares have an axis of powers from left to right. */
final class TextCurves {
    private static final int ROWS = 14;

    private TextCurves() {}

    static String of(Curves picture, int width, Ink ink) {
        int columns = width - Axes.MARGIN - 1;
        boolean shares = picture.style() == Curves.Style.SHARES;
        double left = smallest(picture, shares);
        double right = largest(picture, shares);
        double bottom =
                shares ? 0 : picture.points().mapToDouble(Curves.Point::y).min().orElse(0);
        double top = shares
                ? 100
                : picture.points().mapToDouble(Curves.Point::y).max().orElse(1);
        Scale across = new Scale(left, Math.max(right, left + Curves.LEAST), shares);
        Scale up = new Scale(bottom, Math.max(top, bottom + Curves.LEAST), false);
        Braille canvas = new Braille(columns, ROWS);
        for (int i = 0; i < picture.curves().size(); i++) {
            draw(canvas, picture.style(), picture.curves().get(i).points(), across, up, i);
        }
        return Axes.left(canvas, Labels.number(up.high()), Labels.number(up.low()), ink)
                + Axes.below(
                        columns,
                        Labels.number(across.low()),
                        picture.frame().xLabel(),
                        Labels.number(across.high()),
                        ink)
                + legend(picture, ink);
    }

    /** From a number to its place, 0 to 1. */
    private record Scale(double low, double high, boolean powers) {
        int dot(double value, int dots) {
            double place = powers
                    ? (Math.log(Math.max(low, value)) - Math.log(low)) / (Math.log(high) - Math.log(low))
                    : (value - low) / (high - low);
            return (int) Math.round(place * (dots - 1));
        }
    }

    private static void draw(
            Braille canvas, Curves.Style style, List<Curves.Point> points, Scale across, Scale up, int owner) {
        int lastX = 0;
        int lastY = style == Curves.Style.LINES ? -1 : 0;
        for (Curves.Point point : points) {
            int x = across.dot(point.x(), canvas.width());
            int y = up.dot(point.y(), canvas.height());
            switch (style) {
                case DOTS -> canvas.dot(x, y, owner);
                case LINES -> canvas.line(lastY < 0 ? x : lastX, lastY < 0 ? y : lastY, x, y, owner);
                case SHARES -> {
                    canvas.line(lastX, lastY, x, lastY, owner);
                    canvas.line(x, lastY, x, y, owner);
                }
            }
            lastX = x;
            lastY = y;
        }
    }

    private static double smallest(Curves picture, boolean shares) {
        double smallest = picture.points().mapToDouble(Curves.Point::x).min().orElse(0);
        return shares ? Math.max(Curves.LEAST, smallest) : smallest;
    }

    private static double largest(Curves picture, boolean shares) {
        return picture.curves().stream()
                .mapToDouble(curve -> curve.points().stream()
                        .filter(point -> !shares || point.y() <= Curves.SHOWN_PERCENT)
                        .mapToDouble(Curves.Point::x)
                        .max()
                        .orElse(Curves.LEAST))
                .max()
                .orElse(1);
    }

    private static String legend(Curves picture, Ink ink) {
        StringBuilder text = new StringBuilder(" ".repeat(Axes.MARGIN));
        for (int i = 0; i < picture.curves().size(); i++) {
            String name = picture.curves().get(i).name();
            text.append(name.isEmpty() ? "" : ink.line(i, "■ ") + name + "  ");
        }
        return text.toString().isBlank() ? "" : text.toString().stripTrailing() + "\n";
    }
}
