package org.isochrone.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.config.Problems;

/**
 * The form of a file in {@code /etc/sysconfig}: assignments as a shell reads them. It is parsed and never run.
 *
 * <pre>
 * file       = { blank | comment | assignment }
 * assignment = [ "export" ] name "=" ( word | "(" { word } ")" )      an array may go over several lines
 * word       = { character | "\" character | "'" … "'" | '"' … '"' }  between double quotes \ takes off from \ " $ `
 * comment    = "#" …                                                  to the end of the line
 * </pre>
 *
 * A shell would put something else in the place of {@code $} and backquotes that are not between single quotes; here
 * they stay as they are, with a warning. No problem shows a value, for it may be a password.
 */
final class ShellFile {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)=");

    private final String file;
    private final String text;
    private final Problems problems;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private int at;

    /**
     * What a variable is set to.
     *
     * @param words one word, or those of an array
     * @param where file and line
     */
    record Value(List<String> words, String where) {}

    private ShellFile(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    /** Returns the variables by name; the last of a name holds, as in a shell. */
    static Map<String, Value> parse(String file, String text, Problems problems) {
        ShellFile reader = new ShellFile(file, text, problems);
        while (reader.toNext()) {
            reader.assignment();
        }
        return reader.values;
    }

    /** Passes over blanks, line ends and comments; tells whether something is left. */
    private boolean toNext() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                toLineEnd();
            } else if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ';') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void toLineEnd() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void assignment() {
        String where = where(at);
        Matcher matcher = ASSIGNMENT.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            problems.error(where, "is no NAME=value, no NAME=('value' …) and no comment");
            toLineEnd();
            return;
        }
        String name = matcher.group(1);
        at = matcher.end();
        Optional<List<String>> words = at < text.length() && text.charAt(at) == '('
                ? array(name, where)
                : word(name, where).map(List::of);
        words.ifPresent(found -> values.put(name, new Value(found, where)));
        if (words.isEmpty() || !endsHere()) {
            if (words.isPresent()) {
                problems.error(where, name + " has something behind its value: put the value between quotes");
            }
            toLineEnd();
        }
    }

    private boolean endsHere() {
        int next = at;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next == text.length()
                || "\r\n;".indexOf(text.charAt(next)) >= 0
                || (text.charAt(next) == '#' && next > at);
    }

    private Optional<List<String>> array(String name, String where) {
        List<String> words = new ArrayList<>();
        at++;
        while (toNext()) {
            if (text.charAt(at) == ')') {
                at++;
                return Optional.of(words);
            }
            Optional<String> word = word(name, where);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words.add(word.get());
        }
        problems.error(where, name + " has no ) behind its values");
        return Optional.empty();
    }

    private Optional<String> word(String name, String where) {
        StringBuilder word = new StringBuilder();
        boolean[] changing = {false};
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ");".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at++);
            switch (c) {
                case '\'', '"' -> {
                    if (!quoted(c, word, changing)) {
                        problems.error(where, name + " has a quote that is not closed");
                        return Optional.empty();
                    }
                }
                case '\\' -> {
                    if (at < text.length()) {
                        word.append(text.charAt(at++));
                    }
                }
                default -> {
                    changing[0] |= c == '$' || c == '`';
                    word.append(c);
                }
            }
        }
        if (changing[0]) {
            problems.warning(
                    where,
                    name + " is taken as it stands, where a shell would put something else for $ or a backquote: put it"
                            + " between single quotes");
        }
        return Optional.of(word.toString());
    }

    private boolean quoted(char quote, StringBuilder word, boolean[] changing) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            boolean dual = quote == '"';
            if (dual && c == '\\' && at < text.length() && "\\\"$`".indexOf(text.charAt(at)) >= 0) {
                c = text.charAt(at++);
            } else {
                changing[0] |= dual && (c == '$' || c == '`');
            }
            word.append(c);
        }
        return false;
    }

    private String where(int position) {
        return file + ":"
                + (1
                        + text.substring(0, position)
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
    }
}
