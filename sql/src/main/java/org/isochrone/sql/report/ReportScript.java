package org.isochrone.sql.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the folder {@code reports}. Its grammar:
 *
 * <pre>
 * -- the question, one line
 * -- Parameter: @name LOW..HIGH or a text; default …: what for
 * -- Column: name what it is, with its unit
 * -- Plot: how it becomes a picture, see {@link PlotRule}; without this line it becomes none
 * SET @name = COALESCE(@name, default);   for each parameter
 * SELECT … ;                              one, last
 * </pre>
 *
 * Statements end with a semicolon at the end of a line. Every client can run the file as it is.
 *
 * @param name the file's name without {@code .sql}
 * @param question what it answers
 * @param parameters what each parameter may be, by name without {@code @}
 * @param columns what each column is, by name, from left to right
 * @param plot how it becomes a picture
 * @param settings the statements that give parameters their defaults
 * @param query the statement that answers
 */
public record ReportScript(
        String name,
        String question,
        Map<String, Parameter> parameters,
        Map<String, String> columns,
        Optional<PlotRule> plot,
        List<String> settings,
        String query) {
    private static final Pattern PARAMETER = Pattern.compile("-- Parameter: @(\\w+)\\s+(.+)");
    private static final Pattern COLUMN = Pattern.compile("-- Column: (\\w+)\\s+(.+)");
    private static final String PLOT = "-- Plot: ";

    /**
     * What may be given to a report.
     *
     * @param meaning what it may be and what it is for, beginning with {@code LOW..HIGH} for a whole number
     */
    public record Parameter(String meaning) {
        private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})\\b.*");
        private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

        /** Tells whether {@code value} may be given. */
        public boolean accepts(String value) {
            Matcher range = RANGE.matcher(meaning);
            if (!range.matches()) {
                return true;
            }
            return NUMBER.matcher(value).matches()
                    && Integer.parseInt(value) >= Integer.parseInt(range.group(1))
                    && Integer.parseInt(value) <= Integer.parseInt(range.group(2));
        }
    }

    /** Reads a file's text. */
    static ReportScript parse(String name, String text) {
        Map<String, String> meanings = new LinkedHashMap<>();
        Map<String, String> columns = new LinkedHashMap<>();
        StringBuilder code = new StringBuilder();
        for (String line : text.lines().toList()) {
            note(PARAMETER.matcher(line), meanings);
            note(COLUMN.matcher(line), columns);
            if (!line.strip().startsWith("--")) {
                code.append(line).append('\n');
            }
        }
        List<String> statements = new ArrayList<>();
        for (String statement : code.toString().split(";\n", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        meanings.forEach((parameter, meaning) -> parameters.put(parameter, new Parameter(meaning)));
        String question = text.lines().findFirst().orElse("").replaceFirst("^-- ", "");
        return new ReportScript(
                name,
                question,
                parameters,
                columns,
                text.lines()
                        .filter(line -> line.startsWith(PLOT))
                        .findFirst()
                        .map(line -> PlotRule.parse(line.substring(PLOT.length()))),
                statements.subList(0, statements.size() - 1),
                statements.getLast());
    }

    private static void note(Matcher matcher, Map<String, String> into) {
        if (matcher.matches()) {
            into.put(matcher.group(1), matcher.group(2));
        }
    }
}
