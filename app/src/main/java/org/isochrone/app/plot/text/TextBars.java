package org.isochrone.app.plot.text;

import org.isochrone.app.plot.Bars;

/** Bars from left to right, cut to an eighth of a character. */
final class TextBars {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int NUMBER = 9;

    private TextBars() {}

    static String of(Bars picture, int width, Ink ink) {
        int label = Math.min(
                30, picture.things().stream().mapToInt(String::length).max().orElse(0));
        int columns = Math.max(10, width - label - NUMBER - 4);
        double most = picture.series().stream()
                .flatMap(series -> series.values().stream())
                .filter(value -> !value.isNaN())
                .mapToDouble(Math::abs)
                .max()
                .orElse(1);
        StringBuilder text = new StringBuilder();
        for (int thing = 0; thing < picture.things().size(); thing++) {
            for (int series = 0; series < picture.series().size(); series++) {
                double value = picture.series().get(series).values().get(thing);
                text.append("  ")
                        .append(Axes.padded(series == 0 ? picture.things().get(thing) : "", label))
                        .append(' ')
                        .append(
                                Double.isNaN(value)
                                        ? ""
                                        : ink.line(series, bar(columns * value / Math.max(most, 1e-9))))
                        .append(Double.isNaN(value) ? "?" : " " + Axes.number(value))
                        .append('\n');
            }
        }
        return text + legend(picture, ink);
    }

    private static String bar(double length) {
        int eighths = (int) Math.round(8 * Math.max(0, length));
        return "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1));
    }

    private static String legend(Bars picture, Ink ink) {
        StringBuilder text = new StringBuilder("  ");
        for (int i = 0; i < picture.series().size(); i++) {
            text.append(ink.line(i, "■ "))
                    .append(picture.series().get(i).name())
                    .append("  ");
        }
        return "\n" + text.toString().stripTrailing() + "\n";
    }
}
