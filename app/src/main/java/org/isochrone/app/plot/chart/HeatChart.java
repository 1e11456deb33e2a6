package org.isochrone.app.plot.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.util.Locale;
import org.isochrone.app.plot.HeatMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYZDataset;

/** A heat map; the number stands in each cell, bold where it is the smallest of its row. */
final class HeatChart {
    private HeatChart() {}

    static JFreeChart of(HeatMap picture) {
        XYBlockRenderer blocks = new XYBlockRenderer();
        blocks.setPaintScale(scale(picture));
        blocks.setBlockWidth(0.96);
        blocks.setBlockHeight(0.94);
        XYPlot plot = Theme.grid(new XYPlot(
                dataset(picture),
                Theme.names(picture.columns(), picture.frame().xLabel()),
                Theme.names(picture.rows(), picture.frame().yLabel()),
                blocks));
        plot.getRangeAxis().setInverted(true);
        plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        numbers(picture, plot);
        JFreeChart chart = Theme.chart(picture.frame(), plot);
        if (picture.scale() == HeatMap.Scale.POWERS) {
            chart.addSubtitle(legend(picture));
        }
        return chart;
    }

    private static DefaultXYZDataset dataset(HeatMap picture) {
        double[][] data = new double[3][picture.cells().size()];
        for (int i = 0; i < picture.cells().size(); i++) {
            HeatMap.Cell cell = picture.cells().get(i);
            data[0][i] = cell.column();
            data[1][i] = cell.row();
            data[2][i] = cell.value();
        }
        DefaultXYZDataset dataset = new DefaultXYZDataset();
        dataset.addSeries("", data);
        return dataset;
    }

    private static void numbers(HeatMap picture, XYPlot plot) {
        var best = picture.best();
        for (HeatMap.Cell cell : picture.cells()) {
            XYTextAnnotation number = new XYTextAnnotation(written(cell.value()), cell.column(), cell.row());
            number.setFont(Theme.font(cell.equals(best.get(cell.row())) ? Font.BOLD : Font.PLAIN, 11));
            number.setPaint(Viridis.inkOn(picture.heat(cell.value())));
            plot.addAnnotation(number, false);
        }
    }

    private static String written(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static PaintScale scale(HeatMap picture) {
        return new PaintScale() {
            @Override
            public double getLowerBound() {
                return picture.smallest();
            }

            @Override
            public double getUpperBound() {
                return picture.largest();
            }

            @Override
            public Paint getPaint(double value) {
                return Viridis.at(picture.heat(value));
            }
        };
    }

    private static PaintScaleLegend legend(HeatMap picture) {
        LogAxis axis = Theme.quiet(new LogAxis(), "");
        axis.setBase(10);
        axis.setSmallestValue(Math.max(picture.smallest(), 1e-3) / 2);
        axis.setNumberFormatOverride(new Plain());
        axis.setTickUnit(new NumberTickUnit(Math.log10(2)));
        axis.setMinorTickMarksVisible(false);
        PaintScaleLegend legend = new PaintScaleLegend(scale(picture), axis);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setStripWidth(10);
        legend.setStripOutlineVisible(false);
        legend.setSubdivisionCount(400);
        legend.setBackgroundPaint(new Color(0, 0, 0, 0));
        legend.setMargin(new RectangleInsets(14, 60, 0, 10));
        return legend;
    }
}
