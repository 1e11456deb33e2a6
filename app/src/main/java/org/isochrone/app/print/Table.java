package org.isochrone.app.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows under a header: as aligned text or as CSV. Numbers are set to the right. Not safe for several threads. */
public final class Table {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.,]*%?|");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

    private static final String GAP = "  ";

    /** A column is not broken into narrower ones: that would be a pile of words. */
    private static final int LEAST_WIDTH = 20;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these columns and no row yet. */
    public Table(List<String> header) {
        this.header = List.copyOf(header);
    }

    /** A table with these columns and no row yet. */
    public Table(String... header) {
        this(List.of(header));
    }

    /** Adds a row, one cell a column. */
    public void row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException("must have " + header.size() + " cells: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    /** Adds a row, one cell a column. */
    public void row(Object... cells) {
        row(IntStream.range(0, cells.length)
                .mapToObj(i -> String.valueOf(cells[i]))
                .toList());
    }

    /**
     * Returns the rows as aligned text of at most {@code most} characters a line, as far as the widest column can be
     * broken between words for it.
     */
    public String text(int most) {
        int[] width = widths();
        int widest = IntStream.range(0, width.length)
                .reduce((one, other) -> width[other] > width[one] ? other : one)
                .orElseThrow();
        int over = Arrays.stream(width).sum() + GAP.length() * (width.length - 1) - most;
        if (over <= 0 || width[widest] - over < LEAST_WIDTH) {
            return text();
        }
        Table broken = new Table(header);
        for (List<String> row : rows) {
            List<String> lines = lines(row.get(widest), width[widest] - over);
            for (int i = 0; i < lines.size(); i++) {
                List<String> cells = new ArrayList<>(i == 0 ? row : Collections.nCopies(row.size(), ""));
                cells.set(widest, lines.get(i));
                broken.row(cells);
            }
        }
        return broken.text();
    }

    private static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private int[] widths() {
        return IntStream.range(0, header.size())
                .map(column -> Stream.concat(Stream.of(header), rows.stream())
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** Returns the rows as aligned text, each line ended. */
    public String text() {
        int columns = header.size();
        int[] width = widths();
        boolean[] right = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            right[i] = rows.stream()
                    .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
        }
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return all.stream()
                .map(row -> IntStream.range(0, columns)
                                .mapToObj(i -> pad(row.get(i), width[i], right[i]))
                                .collect(Collectors.joining(GAP))
                                .stripTrailing()
                        + "\n")
                .collect(Collectors.joining());
    }

    /** Returns the rows as CSV (RFC 4180), each line ended by a newline alone. */
    public String csv() {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return all.stream().map(row -> csvLine(row) + "\n").collect(Collectors.joining());
    }

    /** Returns one line of CSV without its end, for what is too long to be a table. */
    public static String csvLine(List<String> cells) {
        return cells.stream().map(Table::quoted).collect(Collectors.joining(","));
    }

    private static String pad(String cell, int width, boolean right) {
        String blanks = " ".repeat(width - cell.length());
        return right ? blanks + cell : cell + blanks;
    }

    private static String quoted(String cell) {
        return NEEDS_QUOTES.matcher(cell).find() ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
