package org.isochrone.pdns.remote;

import java.util.EnumSet;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;

/**
 * A quick look at the call that comes with every question, as PowerDNS writes it: one object,
 * {@code "method":"lookup"}, and parameters that are plain strings and whole numbers; in the name a quote and a
 * backslash may be escaped. Everything else, right or wrong, is left to a JSON parser: a text is given up as soon as it
 * is not what is expected. What was read stays where it lies, until the next call is. For one thread.
 */
final class LookupScan {
    private static final int MAX_DIGITS = 9;

    private static final Span NOBODY = Span.of(LookupCall.NOBODY);
    private static final String LOOKUP = "\"lookup\"";
    private static final EnumSet<Part> NEEDED = EnumSet.of(Part.METHOD, Part.QNAME, Part.QTYPE);

    /** The parts of a call, in the order in which PowerDNS writes them: the alphabet's. */
    private static final Part[] CALL = {Part.METHOD, Part.PARAMETERS};

    private static final Part[] PARAMETERS = {
        Part.LOCAL, Part.QNAME, Part.QTYPE, Part.REAL_REMOTE, Part.REMOTE, Part.ZONE_ID
    };

    private final Span qname = new Span();
    private final Span name = new Span();
    private final Bytes unescaped = new Bytes();
    private final Span qtype = new Span();
    private final Span remote = new Span();
    private final Span realRemote = new Span();
    private final Span local = new Span();
    private byte[] text = {};
    private int at;
    private int end;
    private int zoneId;
    private final EnumSet<Part> seen = EnumSet.noneOf(Part.class);

    /** What may stand in a call, each once. */
    private enum Part {
        METHOD("method"),
        PARAMETERS("parameters"),
        LOCAL("local"),
        QNAME("qname"),
        QTYPE("qtype"),
        REAL_REMOTE("real-remote"),
        REMOTE("remote"),
        ZONE_ID("zone-id");

        private final String key;

        Part(String key) {
            this.key = '"' + key + '"';
        }
    }

    /** Reads a call; false if somebody else has to look at it. */
    boolean read(Span line) {
        text = line.octets();
        at = line.start();
        end = line.end();
        seen.clear();
        zoneId = -1;
        remote.set(NOBODY);
        realRemote.set(text, 0, 0);
        return object(CALL) && end() && seen.containsAll(NEEDED);
    }

    /** Returns the call, to be kept. */
    LookupCall call() {
        return new LookupCall(name.toString(), qtype.toString(), remote.toString(), realRemote.toString(), zoneId);
    }

    /** Returns the name with the escapes of JSON. */
    Span qname() {
        return qname;
    }

    /** Returns the name itself. */
    Span name() {
        return name;
    }

    Span qtype() {
        return qtype;
    }

    Span remote() {
        return remote;
    }

    Span realRemote() {
        return realRemote;
    }

    int zoneId() {
        return zoneId;
    }

    private boolean object(Part[] parts) {
        if (!token('{')) {
            return false;
        }
        int part = -1;
        do {
            part = part(parts, part);
            if (part < 0 || !seen.add(parts[part]) || !token(':') || !value(parts[part])) {
                return false;
            }
        } while (token(','));
        return token('}');
    }

    /** Reads the key of a part, most likely of the one behind {@code before}; -1 if it is none of them. */
    private int part(Part[] parts, int before) {
        blanks();
        int part = before;
        for (int i = 0; i < parts.length; i++) {
            part = part + 1 == parts.length ? 0 : part + 1;
            if (word(parts[part].key)) {
                return part;
            }
        }
        return -1;
    }

    private boolean value(Part part) {
        return switch (part) {
            case METHOD -> lookup();
            case PARAMETERS -> object(PARAMETERS);
            case LOCAL -> string(local);
            case QNAME -> named();
            case QTYPE -> string(qtype);
            case REAL_REMOTE -> string(realRemote);
            case REMOTE -> string(remote);
            case ZONE_ID -> number();
        };
    }

    private boolean lookup() {
        blanks();
        return word(LOOKUP);
    }

    private boolean named() {
        boolean there = string(qname, true);
        name.set(qname);
        for (int i = 0; there && i < qname.length(); i++) {
            if (qname.charAt(i) == '\\') {
                unescape();
                break;
            }
        }
        return there;
    }

    private boolean string(Span into) {
        return string(into, false);
    }

    /** Reads a string in which a quote and a backslash may be escaped, if anything may. */
    private boolean string(Span into, boolean escapes) {
        if (!token('"')) {
            return false;
        }
        int start = at;
        for (; at < end && text[at] != '"'; at++) {
            if (text[at] == '\\') {
                at++;
                if (!escapes || at == end || (text[at] != '\\' && text[at] != '"')) {
                    return false;
                }
            } else if (text[at] < ' ' || text[at] > '~') {
                return false;
            }
        }
        into.set(text, start, at);
        return token('"');
    }

    private void unescape() {
        unescaped.truncate(0);
        for (int i = 0; i < qname.length(); i++) {
            i += qname.charAt(i) == '\\' ? 1 : 0;
            unescaped.add(qname.charAt(i));
        }
        unescaped.read(name);
    }

    private boolean number() {
        blanks();
        boolean negative = token('-');
        int start = at;
        int number = 0;
        while (digit() && at - start < MAX_DIGITS) {
            number = number * 10 + text[at++] - '0';
        }
        zoneId = negative ? -number : number;
        boolean canonical = at > start && (text[start] != '0' || at == start + 1);
        return canonical && at < end && !digit();
    }

    private boolean digit() {
        return at < end && text[at] >= '0' && text[at] <= '9';
    }

    /** Reads these characters if they stand here. */
    private boolean word(String wanted) {
        if (end - at < wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text[at + i] != wanted.charAt(i)) {
                return false;
            }
        }
        at += wanted.length();
        return true;
    }

    private boolean token(char wanted) {
        blanks();
        boolean there = at < end && text[at] == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private boolean end() {
        blanks();
        return at == end;
    }

    private void blanks() {
        while (at < end && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
    }
}
