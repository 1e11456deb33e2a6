package org.isochrone.sql.report.grafana;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isochrone.sql.report.ReportScript;
import org.isochrone.sql.report.Reports;

/**
 * A report as one statement for Grafana, which knows no {@code SET}: in place of each parameter stands what Grafana
 * puts in, or the parameter's default.
 */
final class GrafanaQuery {
    /** From the picture's left edge until now. */
    private static final String SECONDS = "(UNIX_TIMESTAMP() - ${__from} / 1000)";

    private static final Map<String, String> BY_TIME =
            Map.of("hours", "CEIL(" + SECONDS + " / 3600)", "days", "CEIL(" + SECONDS + " / 86400)");

    private static final Map<String, String> BY_VARIABLE = Map.of(
            "country", "${country:sqlstring}",
            "drain", "${drain:sqlstring}",
            "prefix", "NULLIF(${prefix:sqlstring}, '')");

    private static final Pattern SETTING = Pattern.compile("(?s)SET @(\\w+) = (COALESCE\\(@\\w+, .*\\))");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*\n");
    private static final Pattern VARIABLE = Pattern.compile("@(\\w+)");

    private GrafanaQuery() {}

    /** Returns the statement of a report. */
    static String of(String report) {
        ReportScript script = Reports.script(report);
        Map<String, String> values = script.settings().stream()
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        setting -> setting.group(1), setting -> value(setting.group(1), setting.group(2))));
        return VARIABLE.matcher(COMMENT.matcher(script.query()).replaceAll(""))
                .replaceAll(use -> Matcher.quoteReplacement(values.getOrDefault(use.group(1), use.group())));
    }

    /** Returns columns of a report as lines over time. */
    static String over(String report, String columns, String time) {
        return "SELECT CAST(r." + time + " AS DATETIME) AS time, " + columns + "\nFROM (\n" + of(report)
                + "\n) r\nORDER BY 1";
    }

    /** Returns some columns of a report as they are. */
    static String part(String report, String columns, String rest) {
        return "SELECT " + columns + "\nFROM (\n" + of(report) + "\n) r\n" + rest;
    }

    private static String value(String name, String setting) {
        String given = BY_TIME.containsKey(name) ? BY_TIME.get(name) : BY_VARIABLE.getOrDefault(name, "NULL");
        return given.equals("NULL") || given.startsWith("NULLIF") ? setting.replace("@" + name, given) : given;
    }
}
