package org.isochrone.app.plot.chart;

import java.awt.Color;
import org.isochrone.app.plot.Spans;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** States over time, a row a thing. */
final class SpanChart {
    private static final double HALF_HEIGHT = 0.34;

    /** What is shorter would not be seen. */
    private static final double LEAST_SHARE = 0.0025;

    /** So that what several have seen is darker than what one has seen. */
    private static final int PALE = 110;

    private static final Color CALM = new Color(0xA8, 0xCF, 0xE3);

    private SpanChart() {}

    static JFreeChart of(Spans picture) {
        XYIntervalSeriesCollection dataset = new XYIntervalSeriesCollection();
        picture.states().forEach(state -> dataset.addSeries(new XYIntervalSeries(state)));
        double least = LEAST_SHARE * (Theme.place(picture.end()) - Theme.place(picture.begin()));
        for (Spans.Span span : picture.spans()) {
            double from = Theme.place(span.from());
            double to = Math.max(Theme.place(span.to()), span.state() == 0 ? 0 : from + least);
            dataset.getSeries(span.state())
                    .add(from, from, to, span.row(), span.row() - HALF_HEIGHT, span.row() + HALF_HEIGHT);
        }
        DateAxis time = Theme.time(picture.begin(), picture.end());
        SymbolAxis rows = Theme.names(picture.rows(), picture.frame().yLabel());
        rows.setInverted(true);
        XYPlot plot = Theme.grid(new XYPlot(dataset, time, rows, bars(picture)));
        plot.setRangeGridlinesVisible(false);
        // What is as it should be lies below.
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        return Theme.chart(picture.frame(), plot);
    }

    /** The calm colour for what is as it should be, which is the state that comes first. */
    private static XYBarRenderer bars(Spans picture) {
        XYBarRenderer bars = new XYBarRenderer();
        bars.setUseYInterval(true);
        bars.setShadowVisible(false);
        bars.setBarPainter(new StandardXYBarPainter());
        for (int i = 0; i < picture.states().size(); i++) {
            bars.setSeriesPaint(i, i == 0 ? CALM : Theme.pale(Theme.colour(i), PALE));
        }
        return bars;
    }
}
