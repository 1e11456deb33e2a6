package org.isochrone.app.plot.text;

import org.isochrone.app.plot.Bars;
import org.isochrone.app.plot.Labels;

/** Bars from left to right, cut to an eighth of a character. */
final class TextBars {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final String SHADES = "█▓▒░▚▞▖";
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
            String name = "  " + Axes.padded(picture.things().get(thing), label) + " ";
            text.append(
                    picture.stacked()
                            ? name + stack(picture, thing, columns, ink)
                            : beside(picture, thing, name, columns / Math.max(most, 1e-9), ink));
        }
        return text + legend(picture, ink);
    }

    private static String beside(Bars picture, int thing, String name, double scale, Ink ink) {
        StringBuilder text = new StringBuilder();
        for (int series = 0; series < picture.series().size(); series++) {
            double value = picture.series().get(series).values().get(thing);
            text.append(series == 0 ? name : " ".repeat(name.length()))
                    .append(
                            Double.isNaN(value)
                                    ? "?"
                                    : ink.line(series, bar(scale * value)) + " " + Labels.number(value))
                    .append('\n');
        }
        return text.toString();
    }

    /** As long as the canvas is wide, for shares of a whole; in whole characters. */
    private static String stack(Bars picture, int thing, int columns, Ink ink) {
        double all = picture.series().stream()
                .mapToDouble(series -> Math.max(0, series.values().get(thing)))
                .filter(value -> !Double.isNaN(value))
                .sum();
        StringBuilder text = new StringBuilder();
        double sum = 0;
        int drawn = 0;
        for (int series = 0; series < picture.series().size(); series++) {
            double value = picture.series().get(series).values().get(thing);
            sum += Double.isNaN(value) ? 0 : value;
            int until = all == 0 ? 0 : (int) Math.round(columns * sum / all);
            text.append(ink.line(
                    series,
                    SHADES.substring(series % SHADES.length(), series % SHADES.length() + 1)
                            .repeat(Math.max(0, until - drawn))));
            drawn = Math.max(drawn, until);
        }
        return text.append('\n').toString();
    }

    private static String bar(double length) {
        int eighths = (int) Math.round(8 * Math.max(0, length));
        return "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1));
    }

    private static String legend(Bars picture, Ink ink) {
        StringBuilder text = new StringBuilder("  ");
        for (int i = 0; i < picture.series().size(); i++) {
            text.append(ink.line(i, (picture.stacked() ? SHADES.charAt(i % SHADES.length()) : '■') + " "))
                    .append(picture.series().get(i).name())
                    .append("  ");
        }
        return "\n" + text.toString().stripTrailing() + "\n";
    }
}
