package org.isochrone.app.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;

/**
 * The form of the configuration file: sections of {@code Key = value}.
 *
 * <pre>
 * file    = { line }
 * line    = blank | comment | section | pair
 * comment = ( "#" | ";" ) text          a line of its own: a password may contain both characters
 * section = "[" name "]"                one that comes again goes on
 * pair    = name "=" value              blanks around both are dropped, and so is one pair of double quotes
 * name    = letter { letter | digit | "_" | "-" }
 * </pre>
 *
 * Section and key names are compared without regard to case. Every line that does not fit is reported; reading goes on,
 * below a broken header in the section that it most likely means.
 */
public final class IniFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");

    private final String file;
    private final Problems problems;
    private final Map<String, Setting> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Optional<String> section = Optional.empty();

    private IniFile(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Returns the values by {@code Section.Key}; what is wrong goes to {@code problems} as {@code file:line: what}. */
    public static Map<String, Setting> parse(String file, String text, Problems problems) {
        IniFile reader = new IniFile(file, problems);
        int number = 0;
        for (String line : text.startsWith("\uFEFF") ? text.substring(1).split("\\R", -1) : text.split("\\R", -1)) {
            number++;
            reader.line(line.strip(), file + ":" + number);
        }
        return reader.values;
    }

    private void line(String line, String where) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        if (line.startsWith("[")) {
            header(line, where);
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            problems.error(where, "is neither [Section] nor Key = value nor a comment: '" + Secrets.shown(line) + "'");
            return;
        }
        pair(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), where);
    }

    private void header(String line, String where) {
        String name = line.endsWith("]") ? line.substring(1, line.length() - 1).strip() : "";
        if (NAME.matcher(name).matches()) {
            section = Optional.of(name);
            return;
        }
        problems.error(where, "is no section header, which is [Name] of letters, digits, _ and -: '" + line + "'");
        section = Optional.of(meant(line, where));
    }

    /**
     * Returns what a broken header most likely means, so that its keys are checked too in this one pass; nothing starts
     * with it. Without a letter in it that is a section of its own, which nobody reads.
     */
    private static String meant(String line, String where) {
        Matcher word = NAME.matcher(line.split("[]#;]", 2)[0].replace(" ", ""));
        return word.find() ? word.group() : "section at " + where;
    }

    private void pair(String key, String value, String where) {
        if (section.isEmpty()) {
            problems.error(where, "'" + key + "' stands before the first [Section]");
            return;
        }
        if (!NAME.matcher(key).matches()) {
            problems.error(where, "is no key, which is a word of letters, digits, _ and -: '" + key + "'");
            return;
        }
        if (value.indexOf('\0') >= 0) {
            problems.error(where, "[" + section.get() + "] " + key + " must be text, and holds a NUL character");
            return;
        }
        Matcher quoted = QUOTED.matcher(value);
        Setting setting = new Setting(quoted.matches() ? quoted.group(1) : value, where);
        Setting earlier = values.putIfAbsent(section.get() + "." + key, setting);
        if (earlier != null) {
            problems.error(
                    where,
                    "[" + section.get() + "] " + key + " is given twice, first at "
                            + earlier.where().replace(file + ":", "line "));
        }
    }
}
