package org.isochrone.app.plot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.sql.report.PlotRule;
import org.isochrone.sql.report.Report;
import org.isochrone.sql.report.ReportScript;

/** Makes the picture of a report as its rule says. */
public final class Pictures {
    /** More than these are not told apart. */
    private static final int CURVES = 8;

    private static final int BARS = 40;

    private Pictures() {}

    /**
     * Returns the picture of a report.
     *
     * @param now until when a state lasts that has not ended
     * @return nothing if the report has no rule for one
     */
    public static Optional<Picture> of(ReportScript script, Report report, Instant now) {
        return script.plot().map(rule -> picture(script, new Cells(rule, report), rule, now));
    }

    private static Picture picture(ReportScript script, Cells cells, PlotRule rule, Instant now) {
        return switch (rule.kind()) {
            case HEAT -> HeatMaps.of(frame(script, cells, "value", "x", "y"), cells);
            case BAND -> bands(frame(script, cells, "middle", "x", "middle"), cells);
            case CDF -> Shares.of(frame(script, cells, "value", "value", ""), cells);
            case LINES -> curves(frame(script, cells, "y", "x", "y"), cells, Curves.Style.LINES);
            case DOTS -> curves(frame(script, cells, "y", "x", "y"), cells, Curves.Style.DOTS);
            case BARS -> bars(frame(script, cells, "y", "", "y"), cells, false);
            case STACK -> bars(frame(script, cells, "y", "", ""), cells, true);
            case SPANS -> spans(frame(script, cells, "state", "", ""), cells, now);
        };
    }

    private static Frame frame(ReportScript script, Cells cells, String main, String x, String y) {
        List<String> columns = cells.columns(main);
        // What each of several is stands in the legend.
        String caption = columns.size() == 1 ? script.columns().getOrDefault(columns.getFirst(), "") : "";
        return new Frame(script.question(), caption, label(cells, x), label(cells, y));
    }

    private static String label(Cells cells, String role) {
        List<String> columns = cells.columns(role);
        return columns.size() > 1
                ? Labels.unit(columns.getFirst())
                : columns.stream().findFirst().map(Labels::of).orElse("");
    }

    private static Bands bands(Frame frame, Cells cells) {
        List<Bands.Panel> panels = new ArrayList<>();
        cells.apart("panel").forEach((name, rows) -> {
            List<Bands.Moment> moments = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                if (rows.has(row, "middle")) {
                    moments.add(moment(rows, row));
                }
            }
            moments.sort(Comparator.comparing(Bands.Moment::at));
            panels.add(new Bands.Panel(name, moments));
        });
        panels.sort(Comparator.comparingDouble(Pictures::usual));
        return new Bands(frame, panels);
    }

    private static double usual(Bands.Panel panel) {
        return panel.moments().stream()
                .mapToDouble(Bands.Moment::middle)
                .average()
                .orElse(Double.MAX_VALUE);
    }

    private static Bands.Moment moment(Cells cells, int row) {
        List<Bands.Range> ranges = IntStream.range(0, cells.columns("low").size())
                .mapToObj(which -> new Bands.Range(cells.number(row, "low", which), cells.number(row, "high", which)))
                .toList();
        double loss = cells.number(row, "loss");
        return new Bands.Moment(
                cells.time(row, "x"), ranges, cells.number(row, "middle"), Double.isNaN(loss) ? 0 : loss);
    }

    private static Curves curves(Frame frame, Cells cells, Curves.Style style) {
        List<Curves.Curve> curves = new ArrayList<>();
        List<String> columns = cells.columns("y");
        cells.apart("by").forEach((name, rows) -> {
            for (int which = 0; which < columns.size(); which++) {
                String label = columns.size() == 1 ? name : (name + " " + Labels.of(columns.get(which))).strip();
                curves.add(new Curves.Curve(label, points(rows, which)));
            }
        });
        return new Curves(frame, style, most(curves));
    }

    private static List<Curves.Point> points(Cells rows, int which) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> new Curves.Point(rows.number(row, "x"), rows.number(row, "y", which)))
                .filter(point -> !Double.isNaN(point.x()) && !Double.isNaN(point.y()))
                .toList();
    }

    /** Leaves those that have the most points. */
    private static List<Curves.Curve> most(List<Curves.Curve> curves) {
        List<Curves.Curve> kept = curves.stream()
                .sorted(Comparator.comparingInt(
                        (Curves.Curve curve) -> -curve.points().size()))
                .limit(CURVES)
                .toList();
        return curves.stream().filter(kept::contains).toList();
    }

    private static Bars bars(Frame frame, Cells cells, boolean stacked) {
        int count = Math.min(BARS, cells.size());
        List<String> columns = cells.columns("y");
        return new Bars(
                count == cells.size() ? frame : frame.noting("the first " + count + " of " + cells.size()),
                stacked,
                IntStream.range(0, count).mapToObj(row -> cells.text(row, "x")).toList(),
                IntStream.range(0, columns.size())
                        .mapToObj(which -> new Bars.Series(
                                Labels.of(columns.get(which)),
                                IntStream.range(0, count)
                                        .mapToObj(row -> cells.number(row, "y", which))
                                        .toList()))
                        .toList());
    }

    private static Spans spans(Frame frame, Cells cells, Instant now) {
        List<String> rows = new ArrayList<>(cells.apart("row").keySet());
        List<String> states = cells.apart("state").keySet().stream()
                .sorted(Comparator.reverseOrder())
                .toList();
        List<Spans.Span> spans = new ArrayList<>();
        for (int row = 0; row < cells.size(); row++) {
            spans.add(new Spans.Span(
                    rows.indexOf(cells.text(row, "row")),
                    states.indexOf(cells.text(row, "state")),
                    cells.time(row, "from"),
                    cells.has(row, "to") ? cells.time(row, "to") : now));
        }
        return new Spans(frame, rows, states, spans);
    }
}
