package org.isochrone.app.plot.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.isochrone.app.plot.Curves;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.RangeType;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Curves of shares, lines, and clouds of dots. */
final class CurveChart {
    /** A dot of a screen. */
    private static final double LEAST_STEP_PERCENT = 0.25;

    /** A millisecond, or a percent: within it differences are not worth a look. */
    private static final double LEAST_RANGE = 1;

    private static final List<Double> QUANTILES = List.of(50.0, 95.0);

    private CurveChart() {}

    static JFreeChart of(Curves picture) {
        ValueAxis x = picture.style() == Curves.Style.SHARES ? logarithmic(picture) : plain(picture);
        NumberAxis y = Theme.quiet(new NumberAxis(), picture.frame().yLabel());
        // Around a line on which all is the same JFreeChart would draw a hundred-millionth.
        y.setAutoRangeMinimumSize(LEAST_RANGE);
        y.setRangeType(picture.points().allMatch(point -> point.y() >= 0) ? RangeType.POSITIVE : RangeType.FULL);
        XYPlot plot = Theme.grid(new XYPlot(dataset(picture), x, y, renderer(picture)));
        if (picture.style() == Curves.Style.SHARES) {
            y.setRange(0, 101);
            y.setTickUnit(new NumberTickUnit(10));
            QUANTILES.forEach(quantile -> plot.addRangeMarker(marker(picture, quantile)));
        }
        for (int i = 0; i < picture.curves().size(); i++) {
            style(plot, i, picture);
        }
        return Theme.chart(picture.frame(), plot);
    }

    private static XYSeriesCollection dataset(Curves picture) {
        XYSeriesCollection dataset = new XYSeriesCollection();
        for (Curves.Curve curve : picture.curves()) {
            XYSeries series = new XYSeries(curve.name().isEmpty() ? "all" : curve.name(), false, true);
            if (picture.style() == Curves.Style.SHARES) {
                series.add(Math.max(Curves.LEAST, curve.points().getFirst().x()), 0);
                visible(curve.points()).forEach(point -> series.add(Math.max(Curves.LEAST, point.x()), point.y()));
            } else {
                curve.points().forEach(point -> series.add(point.x(), point.y()));
            }
            dataset.addSeries(series);
        }
        return dataset;
    }

    /** Leaves out the steps that are too low to be seen; a hundred thousand of them make files that nobody can open. */
    private static List<Curves.Point> visible(List<Curves.Point> steps) {
        List<Curves.Point> visible = new ArrayList<>();
        double last = 0;
        for (Curves.Point step : steps) {
            if (step.y() - last >= LEAST_STEP_PERCENT || step.equals(steps.getLast())) {
                visible.add(step);
                last = step.y();
            }
        }
        return visible;
    }

    private static NumberAxis plain(Curves picture) {
        NumberAxis axis = Theme.quiet(new NumberAxis(), picture.frame().xLabel());
        axis.setAutoRangeIncludesZero(picture.style() == Curves.Style.DOTS);
        return axis;
    }

    private static LogAxis logarithmic(Curves picture) {
        LogAxis axis = Theme.quiet(new LogAxis(), picture.frame().xLabel());
        double least = picture.points().mapToDouble(Curves.Point::x).min().orElse(Curves.LEAST);
        axis.setSmallestValue(Curves.LEAST);
        axis.setNumberFormatOverride(new Plain());
        axis.setTickUnit(new NumberTickUnit(Math.log10(2)));
        axis.setRange(Math.max(Curves.LEAST, least), Math.max(10 * Curves.LEAST, 1.05 * shown(picture)));
        return axis;
    }

    private static XYLineAndShapeRenderer renderer(Curves picture) {
        return switch (picture.style()) {
            case SHARES -> new XYStepRenderer();
            case LINES -> new XYLineAndShapeRenderer(true, false);
            case DOTS -> new XYLineAndShapeRenderer(false, true);
        };
    }

    private static void style(XYPlot plot, int number, Curves picture) {
        var renderer = plot.getRenderer();
        boolean cloud = picture.points().limit(2001).count() > 2000;
        renderer.setSeriesPaint(
                number,
                picture.style() == Curves.Style.DOTS
                        ? Theme.pale(Theme.colour(number), cloud ? 90 : 170)
                        : Theme.colour(number));
        renderer.setSeriesStroke(number, Theme.line(2));
        double size = cloud ? 3 : 6;
        renderer.setSeriesShape(number, new Ellipse2D.Double(-size / 2, -size / 2, size, size));
    }

    private static double shown(Curves picture) {
        return picture.curves().stream()
                .mapToDouble(curve -> at(curve, Curves.SHOWN_PERCENT))
                .max()
                .orElse(1);
    }

    private static double at(Curves.Curve curve, double percent) {
        return curve.points().stream()
                .filter(point -> point.y() >= percent)
                .mapToDouble(Curves.Point::x)
                .min()
                .orElse(0);
    }

    private static ValueMarker marker(Curves picture, double percent) {
        ValueMarker marker = new ValueMarker(
                percent,
                Theme.PALE_INK,
                new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {3, 4}, 0));
        if (picture.curves().size() == 1) {
            marker.setLabel(String.format(
                    Locale.ROOT,
                    "%.0f %% at most %.1f %s",
                    percent,
                    at(picture.curves().getFirst(), percent),
                    Theme.unit(picture.frame().xLabel())));
        } else {
            marker.setLabel(String.format(Locale.ROOT, "%.0f %%", percent));
        }
        marker.setLabelFont(Theme.font(Font.PLAIN, 11));
        marker.setLabelPaint(Theme.PALE_INK);
        marker.setLabelBackgroundColor(Theme.pale(Theme.PAPER, 0));
        marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
        return marker;
    }
}
