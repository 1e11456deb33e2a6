package org.isochrone.app.plot.text;

import java.util.Arrays;
import org.isochrone.app.plot.Spans;

/** States over time, a character for each stretch of it; where several fit, the one that comes last in the legend. */
final class TextSpans {
    private static final String LETTERS = "─█▓▒░";

    private TextSpans() {}

    static String of(Spans picture, int width, Ink ink) {
        int label = Math.min(
                36, picture.rows().stream().mapToInt(String::length).max().orElse(0));
        int columns = Math.max(20, width - label - 4);
        long begin = picture.begin().toEpochMilli();
        double step = (double) Math.max(1, picture.end().toEpochMilli() - begin) / columns;
        int[][] states = new int[picture.rows().size()][columns];
        Arrays.stream(states).forEach(row -> Arrays.fill(row, -1));
        for (Spans.Span span : picture.spans()) {
            int from = (int) ((span.from().toEpochMilli() - begin) / step);
            int to = (int) Math.ceil((span.to().toEpochMilli() - begin) / step);
            for (int i = Math.min(from, columns - 1); i < Math.clamp(to, from + 1, columns); i++) {
                states[span.row()][i] = Math.max(states[span.row()][i], span.state());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < states.length; row++) {
            text.append("  ")
                    .append(Axes.padded(picture.rows().get(row), label))
                    .append(' ');
            for (int state : states[row]) {
                text.append(state < 0 ? " " : letter(state, ink));
            }
            text.append('\n');
        }
        String from = Axes.time(picture.begin());
        String to = Axes.time(picture.end());
        text.append(" ".repeat(label + 3))
                .append(from)
                .append(" ".repeat(Math.max(2, columns - from.length() - to.length())))
                .append(to)
                .append("\n\n ");
        for (int i = 0; i < picture.states().size(); i++) {
            text.append(' ')
                    .append(letter(i, ink))
                    .append(' ')
                    .append(picture.states().get(i))
                    .append(' ');
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static String letter(int state, Ink ink) {
        return ink.line(state, String.valueOf(LETTERS.charAt(Math.min(state, LETTERS.length() - 1))));
    }
}
