package org.isochrone.app.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the curves of shares: what part of everything is at most so large. */
final class Shares {
    private Shares() {}

    static Curves of(Frame frame, Cells cells) {
        List<Curves.Curve> curves = new ArrayList<>();
        cells.apart("by").forEach((name, rows) -> {
            List<Curves.Point> weighted = weighted(rows);
            if (!weighted.isEmpty()) {
                curves.add(new Curves.Curve(name, summed(weighted)));
            }
        });
        String of = cells.columns("weight").stream()
                .findFirst()
                .map(column -> "share of " + Labels.of(column) + " (%)")
                .orElse("share (%)");
        Frame named = new Frame(frame.title(), frame.caption(), frame.xLabel(), of);
        return new Curves(named, Curves.Style.SHARES, curves);
    }

    /** The values from left to right, each with its weight as y. */
    private static List<Curves.Point> weighted(Cells rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> new Curves.Point(rows.number(row, "value"), weight(rows, row)))
                .filter(point -> !Double.isNaN(point.x()) && point.y() > 0)
                .sorted(Curves.Point.ACROSS)
                .toList();
    }

    private static double weight(Cells rows, int row) {
        return rows.columns("weight").isEmpty() ? 1 : rows.number(row, "weight");
    }

    private static List<Curves.Point> summed(List<Curves.Point> weighted) {
        double total = weighted.stream().mapToDouble(Curves.Point::y).sum();
        List<Curves.Point> points = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < weighted.size(); i++) {
            sum += weighted.get(i).y();
            boolean last = i == weighted.size() - 1;
            if (last || weighted.get(i + 1).x() > weighted.get(i).x()) {
                points.add(new Curves.Point(weighted.get(i).x(), last ? 100 : 100 * sum / total));
            }
        }
        return points;
    }
}
