package org.isochrone.app.plot.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import org.isochrone.app.plot.Bands;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Quantiles over time: bands that are darker towards the middle, a line, and its dots coloured by loss. */
final class BandChart {
    private static final Color BAND = Theme.COLOURS.getFirst();
    private static final List<Loss> LOSSES = List.of(
            new Loss(0, "no loss", BAND),
            new Loss(1, "loss from 1 %", Theme.COLOURS.get(4)),
            new Loss(5, "from 5 %", Theme.COLOURS.get(1)),
            new Loss(20, "from 20 %", new Color(0x7A, 0x00, 0x4B)));

    private BandChart() {}

    /** A class of loss. */
    private record Loss(double fromPercent, String name, Color colour) {
        static Loss of(double percent) {
            return LOSSES.reversed().stream()
                    .filter(loss -> percent >= loss.fromPercent())
                    .findFirst()
                    .orElse(LOSSES.getFirst());
        }
    }

    static JFreeChart of(Bands picture) {
        List<Instant> moments = picture.moments();
        CombinedDomainXYPlot plot = new CombinedDomainXYPlot(Theme.time(moments.getFirst(), moments.getLast()));
        plot.setGap(14);
        for (Bands.Panel panel : picture.panels()) {
            plot.add(panel(picture, panel));
        }
        plot.setFixedLegendItems(legend());
        return Theme.chart(picture.frame(), plot);
    }

    private static XYPlot panel(Bands picture, Bands.Panel panel) {
        String unit = Theme.unit(picture.frame().yLabel());
        NumberAxis axis =
                Theme.quiet(new NumberAxis(), panel.name().isEmpty() ? unit : panel.name() + " (" + unit + ")");
        axis.setLabelFont(Theme.font(Font.BOLD, 13));
        axis.setLabelPaint(Theme.INK);
        axis.setAutoRangeIncludesZero(false);
        axis.setAutoRangeMinimumSize(Bands.LEAST_RANGE);
        XYPlot plot = Theme.grid(new XYPlot(null, null, axis, null));
        int bands = panel.moments().stream()
                .mapToInt(moment -> moment.ranges().size())
                .max()
                .orElse(0);
        for (int i = 0; i < bands; i++) {
            plot.setDataset(i, range(panel, i));
            plot.setRenderer(i, band());
        }
        plot.setDataset(bands, middle(panel));
        plot.setRenderer(bands, line(panel));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        return plot;
    }

    private static YIntervalSeriesCollection range(Bands.Panel panel, int which) {
        YIntervalSeries series = new YIntervalSeries("");
        for (Bands.Moment moment : panel.moments()) {
            Bands.Range range = moment.ranges().get(which);
            series.add(Theme.place(moment.at()), moment.middle(), range.low(), range.high());
        }
        YIntervalSeriesCollection dataset = new YIntervalSeriesCollection();
        dataset.addSeries(series);
        return dataset;
    }

    private static YIntervalSeriesCollection middle(Bands.Panel panel) {
        YIntervalSeries series = new YIntervalSeries("");
        panel.moments()
                .forEach(moment ->
                        series.add(Theme.place(moment.at()), moment.middle(), moment.middle(), moment.middle()));
        YIntervalSeriesCollection dataset = new YIntervalSeriesCollection();
        dataset.addSeries(series);
        return dataset;
    }

    private static DeviationRenderer band() {
        DeviationRenderer renderer = new DeviationRenderer(false, false);
        renderer.setSeriesFillPaint(0, Theme.pale(BAND, 50));
        renderer.setAlpha(1);
        return renderer;
    }

    private static DeviationRenderer line(Bands.Panel panel) {
        DeviationRenderer renderer = new LossRenderer(panel.moments().stream()
                .map(moment -> Loss.of(moment.lossPercent()).colour())
                .toList());
        renderer.setAlpha(0);
        renderer.setSeriesPaint(0, BAND);
        renderer.setSeriesStroke(0, Theme.line(1.3f));
        double size = panel.moments().size() > 400 ? 2.4 : 4;
        renderer.setSeriesShape(0, new Ellipse2D.Double(-size / 2, -size / 2, size, size));
        return renderer;
    }

    private static LegendItemCollection legend() {
        LegendItemCollection items = new LegendItemCollection();
        LOSSES.forEach(loss -> {
            LegendItem item =
                    new LegendItem(loss.name(), null, null, null, new Ellipse2D.Double(-4, -4, 8, 8), loss.colour());
            items.add(item);
        });
        return items;
    }

    /** A line in one colour whose dots have their own. */
    private static final class LossRenderer extends DeviationRenderer {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient List<Color> dots;

        LossRenderer(List<Color> dots) {
            super(true, true);
            this.dots = dots;
            setUseFillPaint(true);
        }

        @Override
        public Paint getItemFillPaint(int row, int column) {
            return dots.get(column);
        }

        @Override
        public boolean getItemShapeVisible(int series, int item) {
            return dots.size() <= 200 || !dots.get(item).equals(BAND);
        }
    }
}
