package org.isochrone.pdns.remote;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call that comes with every question. Immutable.
 *
 * @param qname with a trailing dot
 * @param qtype mnemonic
 * @param remote who asked PowerDNS
 * @param realRemote for whom; may be empty
 * @param zoneId of the zone that is asked; less than 1 if none is told
 */
record LookupCall(String qname, String qtype, String remote, String realRemote, int zoneId) {
    /** Who asks where it is not told. */
    static final String NOBODY = "0.0.0.0";

    /**
     * Reads the call as PowerDNS writes it: one object, {@code "method":"lookup"}, and parameters that are plain
     * strings and whole numbers. Empty for everything else, right or wrong, which a JSON parser has to look at.
     */
    static Optional<LookupCall> scan(String text) {
        return new Scanner(text).call();
    }

    /** Where the scan stands. A text is given up as soon as it is not what is expected. */
    private static final class Scanner {
        private static final int MAX_DIGITS = 9;

        private final String text;
        private int at;
        private boolean lookup;
        private boolean parameters;
        private boolean local;
        private @Nullable String qname;
        private @Nullable String qtype;
        private @Nullable String remote;
        private @Nullable String realRemote;
        private int zoneId = -1;
        private boolean zoneGiven;

        Scanner(String text) {
            this.text = text;
        }

        Optional<LookupCall> call() {
            if (!object(false) || !end() || !lookup || qname == null || qtype == null) {
                return Optional.empty();
            }
            return Optional.of(new LookupCall(
                    qname, qtype, remote == null ? NOBODY : remote, realRemote == null ? "" : realRemote, zoneId));
        }

        private boolean object(boolean inner) {
            if (!token('{')) {
                return false;
            }
            do {
                String key = string();
                if (key == null || !token(':') || !(inner ? parameter(key) : member(key))) {
                    return false;
                }
            } while (token(','));
            return token('}');
        }

        private boolean member(String key) {
            if (key.equals("method") && !lookup) {
                lookup = "lookup".equals(string());
                return lookup;
            }
            boolean first = key.equals("parameters") && !parameters;
            parameters = true;
            return first && object(true);
        }

        private boolean parameter(String key) {
            if (key.equals("zone-id")) {
                boolean first = !zoneGiven;
                zoneGiven = true;
                return first && number();
            }
            String value = string();
            if (value == null) {
                return false;
            }
            return switch (key) {
                case "qname" -> {
                    boolean first = qname == null;
                    qname = value;
                    yield first;
                }
                case "qtype" -> {
                    boolean first = qtype == null;
                    qtype = value;
                    yield first;
                }
                case "remote" -> {
                    boolean first = remote == null;
                    remote = value;
                    yield first;
                }
                case "real-remote" -> {
                    boolean first = realRemote == null;
                    realRemote = value;
                    yield first;
                }
                case "local" -> {
                    boolean first = !local;
                    local = true;
                    yield first;
                }
                default -> false;
            };
        }

        /** Returns a string without escapes; null for anything else. */
        private @Nullable String string() {
            if (!token('"')) {
                return null;
            }
            int start = at;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    return text.substring(start, at++);
                }
                if (c == '\\' || c < ' ' || c > '~') {
                    return null;
                }
            }
            return null;
        }

        private boolean number() {
            blanks();
            boolean negative = at < text.length() && text.charAt(at) == '-';
            at += negative ? 1 : 0;
            int start = at;
            int value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < MAX_DIGITS) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            zoneId = negative ? -value : value;
            boolean digits = at > start && (text.charAt(start) != '0' || at == start + 1);
            return digits && at < text.length() && (text.charAt(at) < '0' || text.charAt(at) > '9');
        }

        private boolean token(char wanted) {
            blanks();
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private boolean end() {
            blanks();
            return at == text.length();
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
