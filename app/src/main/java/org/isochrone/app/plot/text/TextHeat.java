package org.isochrone.app.plot.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.isochrone.app.plot.HeatMap;

/** A heat map as a table of numbers on colours, or with shades behind them. */
final class TextHeat {
    private TextHeat() {}

    static String of(HeatMap picture, Ink ink) {
        int width = Math.max(6, longest(picture.columns()) + 1);
        int label = longest(picture.rows());
        Map<List<Integer>, Double> values = new HashMap<>();
        picture.cells().forEach(cell -> values.put(List.of(cell.row(), cell.column()), cell.value()));
        StringBuilder text = new StringBuilder("  ").append(" ".repeat(label));
        picture.columns().forEach(name -> text.append(Axes.right(name, width)).append(' '));
        text.append('\n');
        for (int row = 0; row < picture.rows().size(); row++) {
            text.append("  ").append(Axes.padded(picture.rows().get(row), label));
            for (int column = 0; column < picture.columns().size(); column++) {
                double value = values.getOrDefault(List.of(row, column), Double.NaN);
                text.append(
                        Double.isNaN(value)
                                ? " ".repeat(width + 1)
                                : ink.hot(
                                        picture.heat(value),
                                        Axes.right(
                                                String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value),
                                                width)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int longest(List<String> names) {
        return names.stream().mapToInt(String::length).max().orElse(0);
    }
}
