package org.isochrone.pdns.remote;

import java.util.EnumSet;
import org.isochrone.pdns.unix.Span;

/**
 * A quick look at the call that comes with every question, as PowerDNS writes it: one object,
 * {@code "method":"lookup"}, and parameters that are plain strings and whole numbers. Everything else, right or wrong,
 * is left to a JSON parser: a text is given up as soon as it is not what is expected. What was read stays where it
 * lies, until the next call is. For one thread.
 */
final class LookupScan {
    private static final int MAX_DIGITS = 9;

    private static final EnumSet<Part> NEEDED = EnumSet.of(Part.METHOD, Part.QNAME, Part.QTYPE);

    private final Span key = new Span();
    private final Span value = new Span();
    private final Span qname = new Span();
    private final Span qtype = new Span();
    private final Span remote = new Span();
    private final Span realRemote = new Span();
    private final Span local = new Span();
    private CharSequence text = "";
    private int at;
    private int zoneId;
    private final EnumSet<Part> seen = EnumSet.noneOf(Part.class);

    /** Reads a call; false if somebody else has to look at it. */
    boolean read(CharSequence line) {
        text = line;
        at = 0;
        seen.clear();
        zoneId = -1;
        remote.set(LookupCall.NOBODY, 0, LookupCall.NOBODY.length());
        realRemote.set("", 0, 0);
        return object(false) && end() && seen.containsAll(NEEDED);
    }

    /** Returns the call, to be kept. */
    LookupCall call() {
        return new LookupCall(qname.toString(), qtype.toString(), remote.toString(), realRemote.toString(), zoneId);
    }

    Span qname() {
        return qname;
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

    /** What may stand in a call, each once. */
    private enum Part {
        METHOD,
        PARAMETERS,
        QNAME,
        QTYPE,
        REMOTE,
        REAL_REMOTE,
        LOCAL,
        ZONE_ID
    }

    /** Tells whether a part stands here for the first time. */
    private boolean first(Part part) {
        return seen.add(part);
    }

    private boolean object(boolean inner) {
        if (!token('{')) {
            return false;
        }
        do {
            if (!string(key) || !token(':') || !(inner ? parameter() : member())) {
                return false;
            }
        } while (token(','));
        return token('}');
    }

    private boolean member() {
        if (key.is("method")) {
            return first(Part.METHOD) && string(value) && value.is("lookup");
        }
        return key.is("parameters") && first(Part.PARAMETERS) && object(true);
    }

    private boolean parameter() {
        if (key.is("zone-id")) {
            return first(Part.ZONE_ID) && number();
        }
        if (key.is("qname")) {
            return first(Part.QNAME) && string(qname);
        }
        if (key.is("qtype")) {
            return first(Part.QTYPE) && string(qtype);
        }
        if (key.is("remote")) {
            return first(Part.REMOTE) && string(remote);
        }
        if (key.is("real-remote")) {
            return first(Part.REAL_REMOTE) && string(realRemote);
        }
        return key.is("local") && first(Part.LOCAL) && string(local);
    }

    /** Reads a string without escapes. */
    private boolean string(Span into) {
        if (!token('"')) {
            return false;
        }
        int start = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                into.set(text, start, at++);
                return true;
            }
            if (c == '\\' || c < ' ' || c > '~') {
                return false;
            }
        }
        return false;
    }

    private boolean number() {
        blanks();
        boolean negative = at < text.length() && text.charAt(at) == '-';
        at += negative ? 1 : 0;
        int start = at;
        int number = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < MAX_DIGITS) {
            number = number * 10 + text.charAt(at++) - '0';
        }
        zoneId = negative ? -number : number;
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
