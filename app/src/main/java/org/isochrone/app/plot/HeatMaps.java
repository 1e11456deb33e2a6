package org.isochrone.app.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a heat map into an order that shows something: rows that have the smallest number in the same column stand
 * together, in the order of that number. Shares stand in the order of names.
 */
final class HeatMaps {
    /** More rows cannot be read. */
    private static final int ROWS = 40;

    private HeatMaps() {}

    private record Value(String x, String y, double value) {}

    static HeatMap of(Frame frame, Cells cells) {
        List<Value> values = new ArrayList<>();
        Map<String, Double> weights = new HashMap<>();
        for (int row = 0; row < cells.size(); row++) {
            double weight = cells.number(row, "weight");
            weights.merge(cells.text(row, "y"), Double.isNaN(weight) ? 1 : weight, Double::sum);
            if (!Double.isNaN(cells.number(row, "value"))) {
                values.add(new Value(named(cells.text(row, "x")), cells.text(row, "y"), cells.number(row, "value")));
            }
        }
        Set<String> heaviest = heaviest(weights);
        values.removeIf(value -> !heaviest.contains(value.y()));
        List<String> columns = values.stream().map(Value::x).distinct().sorted().toList();
        HeatMap.Scale scale =
                cells.columns("value").getFirst().endsWith("_pct") ? HeatMap.Scale.SHARES : HeatMap.Scale.POWERS;
        List<String> rows = scale == HeatMap.Scale.SHARES
                ? values.stream().map(Value::y).distinct().sorted().toList()
                : ordered(values, columns);
        return new HeatMap(
                heaviest.size() == weights.size()
                        ? frame
                        : frame.noting("the " + heaviest.size() + " heaviest of " + weights.size()),
                scale,
                columns,
                rows.stream().map(HeatMaps::named).toList(),
                values.stream()
                        .map(value ->
                                new HeatMap.Cell(columns.indexOf(value.x()), rows.indexOf(value.y()), value.value()))
                        .toList());
    }

    private static Set<String> heaviest(Map<String, Double> weights) {
        return new HashSet<>(weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .limit(ROWS)
                .map(Map.Entry::getKey)
                .toList());
    }

    private static List<String> ordered(List<Value> values, List<String> columns) {
        Map<String, Value> best = new HashMap<>();
        values.forEach(
                value -> best.merge(value.y(), value, (one, other) -> other.value() < one.value() ? other : one));
        return best.values().stream()
                .sorted(Comparator.comparingInt((Value value) -> columns.indexOf(value.x()))
                        .thenComparingDouble(Value::value)
                        .thenComparing(Value::y))
                .map(Value::y)
                .toList();
    }

    private static String named(String text) {
        return text.isEmpty() ? "unknown" : text;
    }
}
