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
 * -- Parameter: @name kind; default …: what for            the kind: see {@link ParameterKind}
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
     * @param meaning what it may be and what it is for, beginning with its kind
     */
    public record Parameter(String meaning) {
        private static final Pattern END_OF_KIND = Pattern.compile("[;,]");

        /** Returns what is wrong with {@code value}, completing "NAME must be", or nothing if it may be given. */
        Optional<String> refusal(String value, ParameterKind.Zones zones) {
            // Where all are meant by default, that can be said, too.
            boolean theDefault = value.isEmpty() && meaning.contains("default ''");
            return theDefault
                    ? Optional.empty()
                    : kind().refusal(value, zones).map(legal -> legal + ": '" + value + "'");
        }

        /** Returns what it may be. */
        ParameterKind kind() {
            return ParameterKind.parse(END_OF_KIND.split(meaning, 2)[0])
                    .orElseThrow(() -> new IllegalStateException("a parameter of no kind: " + meaning));
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
