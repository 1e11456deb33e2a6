package org.isochrone.app.plot.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.isochrone.app.plot.Frame;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.DateTickUnit;
import org.jfree.chart.axis.DateTickUnitType;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.VerticalAlignment;

/** How all pictures look: quiet axes, and colours that people tell apart who see red and green as one. */
final class Theme {
    static final Color INK = new Color(0x22, 0x26, 0x2B);
    static final Color PALE_INK = new Color(0x5B, 0x63, 0x6B);
    static final Color GRID = new Color(0xE3, 0xE6, 0xE9);
    static final Color PAPER = Color.WHITE;

    /** Okabe and Ito, "Color Universal Design" (2008), without the yellow, which is lost on white. */
    static final List<Color> COLOURS = List.of(
            new Color(0x00, 0x72, 0xB2),
            new Color(0xD5, 0x5E, 0x00),
            new Color(0x00, 0x9E, 0x73),
            new Color(0xCC, 0x79, 0xA7),
            new Color(0xE6, 0x9F, 0x00),
            new Color(0x56, 0xB4, 0xE9),
            new Color(0x22, 0x26, 0x2B),
            new Color(0x8C, 0x6B, 0x3F));

    private static final double DAY_MS = 86_400_000;
    private static final RectangleInsets MARGIN = new RectangleInsets(14, 18, 14, 22);

    private Theme() {}

    static Color colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    static Color pale(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    static Stroke line(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** A chart with title and caption, and a legend where {@code plot} has more than one thing to name. */
    static JFreeChart chart(Frame frame, Plot plot) {
        JFreeChart chart = new JFreeChart("", font(Font.PLAIN, 1), plot, false);
        chart.setTitle((TextTitle) null);
        chart.setBackgroundPaint(PAPER);
        chart.setPadding(MARGIN);
        chart.addSubtitle(text(frame.title(), font(Font.BOLD, 17), INK, 2));
        if (!frame.caption().isEmpty()) {
            chart.addSubtitle(text(frame.caption(), font(Font.PLAIN, 13), PALE_INK, 10));
        }
        LegendItemCollection items = plot.getLegendItems();
        if (items != null && items.getItemCount() > 1) {
            chart.addSubtitle(legend(plot));
        }
        plot.setOutlineVisible(false);
        plot.setBackgroundPaint(PAPER);
        return chart;
    }

    private static TextTitle text(String text, Font font, Color colour, double below) {
        TextTitle title = new TextTitle(
                text,
                font,
                colour,
                RectangleEdge.TOP,
                HorizontalAlignment.LEFT,
                VerticalAlignment.TOP,
                new RectangleInsets(0, 4, below, 4));
        title.setTextAlignment(HorizontalAlignment.LEFT);
        title.setExpandToFitSpace(true);
        return title;
    }

    private static LegendTitle legend(Plot plot) {
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.TOP);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setFrame(BlockBorder.NONE);
        legend.setItemFont(font(Font.PLAIN, 13));
        legend.setItemPaint(INK);
        legend.setBackgroundPaint(PAPER);
        legend.setMargin(new RectangleInsets(0, 0, 6, 0));
        legend.setItemLabelPadding(new RectangleInsets(2, 3, 2, 14));
        return legend;
    }

    static <A extends Axis> A quiet(A axis, String label) {
        axis.setLabel(label.isEmpty() ? null : label);
        axis.setLabelFont(font(Font.PLAIN, 13));
        axis.setLabelPaint(PALE_INK);
        axis.setTickLabelFont(font(Font.PLAIN, 11));
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    /** Returns where a moment stands on an axis of time. */
    static double place(Instant moment) {
        return (double) moment.toEpochMilli();
    }

    /** An axis of names, one a row or column. */
    static SymbolAxis names(List<String> names, String label) {
        SymbolAxis axis = quiet(new SymbolAxis("", names.toArray(String[]::new)), label);
        axis.setGridBandsVisible(false);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setRange(-0.5, names.size() - 0.5);
        return axis;
    }

    /** An axis of time in UTC. */
    static DateAxis time(Instant from, Instant to) {
        double days = Duration.between(from, to).toMillis() / DAY_MS;
        TimeZone utc = TimeZone.getTimeZone("UTC");
        DateAxis axis = new DateAxis(null, utc, Locale.ROOT);
        if (days > 3) {
            axis.setTickUnit(new DateTickUnit(DateTickUnitType.DAY, (int) Math.ceil(days / 12)));
        }
        SimpleDateFormat format = new SimpleDateFormat(days > 3 ? "d MMM" : "d MMM HH:mm", Locale.ROOT);
        format.setTimeZone(utc);
        axis.setDateFormatOverride(format);
        axis.setLowerMargin(0);
        axis.setUpperMargin(0.01);
        return quiet(axis, "time (UTC)");
    }

    /** Returns the unit at the end of an axis's label, such as {@code ms}; empty if it has none. */
    static String unit(String label) {
        return label.endsWith(")") ? label.substring(label.lastIndexOf('(') + 1, label.length() - 1) : "";
    }

    static XYPlot grid(XYPlot plot) {
        plot.setBackgroundPaint(PAPER);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setDomainZeroBaselineVisible(false);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        return plot;
    }
}
