package org.isochrone.app.plot.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import org.isochrone.app.plot.Bars;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** Bars from left to right, each with its number at its end. */
final class BarChart {
    private BarChart() {}

    static JFreeChart of(Bars picture) {
        DefaultCategoryDataset dataset = new DefaultCategoryDataset();
        for (Bars.Series series : picture.series()) {
            for (int i = 0; i < picture.things().size(); i++) {
                double value = series.values().get(i);
                dataset.addValue(
                        Double.isNaN(value) ? null : value,
                        series.name(),
                        picture.things().get(i));
            }
        }
        CategoryAxis things = Theme.quiet(new CategoryAxis(), picture.frame().xLabel());
        things.setCategoryMargin(0.25);
        things.setLowerMargin(0.01);
        things.setUpperMargin(0.01);
        NumberAxis numbers = Theme.quiet(
                new NumberAxis(),
                picture.series().size() == 1 ? picture.series().getFirst().name() : "");
        numbers.setUpperMargin(0.1);
        numbers.setNumberFormatOverride(new Plain());
        BarRenderer bars = bars(picture);
        if (picture.stacked()) {
            numbers.setUpperMargin(0.02);
        }
        CategoryPlot plot = new CategoryPlot(dataset, things, numbers, bars);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeGridlinePaint(Theme.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        return Theme.chart(picture.frame(), plot);
    }

    private static BarRenderer bars(Bars picture) {
        BarRenderer bars = picture.stacked() ? new StackedBarRenderer() : new BarRenderer();
        bars.setBarPainter(new StandardBarPainter());
        bars.setShadowVisible(false);
        bars.setItemMargin(0.05);
        bars.setMaximumBarWidth(0.2);
        bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", new Plain()));
        bars.setDefaultItemLabelsVisible(!picture.stacked());
        bars.setDefaultItemLabelFont(Theme.font(Font.PLAIN, 11));
        bars.setDefaultItemLabelPaint(Theme.INK);
        bars.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        for (int i = 0; i < picture.series().size(); i++) {
            bars.setSeriesPaint(i, Theme.colour(i));
        }
        return bars;
    }
}
