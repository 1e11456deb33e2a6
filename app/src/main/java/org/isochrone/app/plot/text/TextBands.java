package org.isochrone.app.plot.text;

import java.time.Instant;
import java.util.List;
import org.isochrone.app.plot.Bands;
import org.isochrone.app.plot.Labels;

/** Quantiles over time: the widest band in every other dot, the middle in a line of another colour. */
final class TextBands {
    private static final int ROWS = 5;
    private static final int BAND = 5;

    private static final int MIDDLE = 0;

    private TextBands() {}

    static String of(Bands picture, int width, Ink ink) {
        int columns = width - Axes.MARGIN - 1;
        List<Instant> moments = picture.moments();
        Instant from = moments.getFirst();
        Instant to = moments.getLast();
        StringBuilder text = new StringBuilder();
        for (Bands.Panel panel : picture.panels()) {
            text.append("  ").append(ink.bold(panel.name())).append('\n');
            text.append(panel(panel, columns, from, to, ink));
        }
        text.append(Axes.below(
                columns, Axes.time(from), picture.frame().yLabel() + " over time (UTC)", Axes.time(to), ink));
        return text.toString();
    }

    private static String panel(Bands.Panel panel, int columns, Instant from, Instant to, Ink ink) {
        Braille canvas = new Braille(columns, ROWS);
        Bands.Range all = all(panel);
        double span = Math.max(1, to.toEpochMilli() - from.toEpochMilli());
        int lastX = -1;
        int lastY = 0;
        for (Bands.Moment moment : panel.moments()) {
            int x = (int) Math.round((canvas.width() - 1) * (moment.at().toEpochMilli() - from.toEpochMilli()) / span);
            Bands.Range range = widest(moment);
            for (int y = dot(canvas, range.low(), all); y <= dot(canvas, range.high(), all); y++) {
                if ((x + y) % 2 == 0) {
                    canvas.dot(x, y, BAND);
                }
            }
            int y = dot(canvas, moment.middle(), all);
            canvas.line(lastX < 0 ? x : lastX, lastX < 0 ? y : lastY, x, y, MIDDLE);
            lastX = x;
            lastY = y;
        }
        return Axes.left(canvas, Labels.number(all.high()), Labels.number(all.low()), ink);
    }

    private static Bands.Range widest(Bands.Moment moment) {
        return moment.ranges().isEmpty()
                ? new Bands.Range(moment.middle(), moment.middle())
                : moment.ranges().getFirst();
    }

    /** Returns what a panel spans; each has a scale of its own, or far zones would be straight lines. */
    private static Bands.Range all(Bands.Panel panel) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Bands.Moment moment : panel.moments()) {
            Bands.Range range = widest(moment);
            low = Math.min(low, Math.min(range.low(), moment.middle()));
            high = Math.max(high, Math.max(range.high(), moment.middle()));
        }
        return new Bands.Range(low, Math.max(high, low + Bands.LEAST_RANGE));
    }

    private static int dot(Braille canvas, double value, Bands.Range all) {
        return (int) Math.round((canvas.height() - 1) * (value - all.low()) / (all.high() - all.low()));
    }
}
