package org.isochrone.pdns.dns.zone;

import java.util.ArrayList;
import java.util.List;
import org.isochrone.steering.config.Problems;

/**
 * Splits a zone file into what RFC 1035 section 5.1 calls entries: a line, or several that parentheses join. So one
 * entry that cannot be read keeps nobody from reading the next, and all that is wrong is found in one pass.
 */
final class LogicalLines {
    private LogicalLines() {}

    /**
     * An entry.
     *
     * @param number of its first line, from 1
     * @param text with line ends and comments inside
     */
    record Entry(int number, String text) {
        /** Tells whether there is nothing in it but blanks and a comment. */
        boolean empty() {
            String bare = text.strip();
            return bare.isEmpty() || bare.startsWith(";");
        }

        /** Tells whether it begins with a blank, which stands for the name of the entry before. */
        boolean continues() {
            return text.charAt(0) == ' ' || text.charAt(0) == '\t';
        }

        /** Returns its first word. */
        String firstWord() {
            return text.strip().split("[\\s;()]", 2)[0];
        }
    }

    /** Returns the entries that are not empty; a parenthesis that is never closed is noted in {@code problems}. */
    static List<Entry> of(String text, String file, Problems problems) {
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        int startLine = 1;
        int line = 1;
        int depth = 0;
        boolean quoted = false;
        boolean comment = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                quoted = false;
                comment = false;
                if (depth == 0) {
                    add(new Entry(startLine, text.substring(start, i + 1)), entries);
                    start = i + 1;
                    startLine = line;
                }
            } else if (!comment && c == '\\') {
                // a line end is never escaped
                i += i + 1 < text.length() && text.charAt(i + 1) != '\n' ? 1 : 0;
            } else if (!comment && c == '"') {
                quoted = !quoted;
            } else if (!comment && !quoted) {
                comment = c == ';';
                depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            }
        }
        if (depth > 0) {
            problems.error(file + ":" + startLine, "opens a parenthesis that is never closed");
        } else if (start < text.length()) {
            add(new Entry(startLine, text.substring(start)), entries);
        }
        return entries;
    }

    private static void add(Entry entry, List<Entry> entries) {
        if (!entry.empty()) {
            entries.add(entry);
        }
    }
}
