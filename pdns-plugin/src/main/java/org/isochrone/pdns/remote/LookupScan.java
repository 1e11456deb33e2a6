package org.isochrone.pdns.remote;

import java.util.Arrays;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;

/**
 * A quick look at the call that comes with every question, to the letter as PowerDNS writes it, with whole numbers and
 * plain strings; in the name a quote and a backslash may be escaped. Everything else, right or wrong, is left to a JSON
 * parser. There is little code to it, because between two questions PowerDNS runs on the same processor, and what was
 * in its caches is gone. What was read stays where it lies, until the next call is. For one thread.
 */
final class LookupScan {
    private static final int MAX_DIGITS = 9;

    /** What stands in front of the parameters of a call; behind them it has but one more brace. */
    static final String BEFORE_PARAMETERS = "{\"method\": \"lookup\", \"parameters\": ";

    private static final byte[] BEFORE_LOCAL = Bytes.of(BEFORE_PARAMETERS + "{\"local\": \"");
    private static final byte[] BEFORE_QNAME = Bytes.of("\", \"qname\": \"");
    private static final byte[] BEFORE_QTYPE = Bytes.of("\", \"qtype\": \"");
    private static final byte[] BEFORE_REAL_REMOTE = Bytes.of("\", \"real-remote\": \"");
    private static final byte[] BEFORE_REMOTE = Bytes.of("\", \"remote\": \"");
    private static final byte[] BEFORE_ZONE_ID = Bytes.of("\", \"zone-id\": ");
    private static final byte[] BEHIND = Bytes.of("}}");

    /** What stands in front of each string of {@link #strings}. */
    private static final byte[][] BEFORE = {BEFORE_LOCAL, BEFORE_QNAME, BEFORE_QTYPE, BEFORE_REAL_REMOTE, BEFORE_REMOTE
    };

    private final Span local = new Span();
    private final Span qname = new Span();
    private final Span qtype = new Span();
    private final Span realRemote = new Span();
    private final Span remote = new Span();
    private final Span[] strings = {local, qname, qtype, realRemote, remote};
    private final Span name = new Span();
    private final Bytes unescaped = new Bytes();
    private byte[] text = {};
    private int at;
    private int end;
    private int zoneId;

    /** Reads a call; false if somebody else has to look at it. */
    boolean read(Span line) {
        text = line.octets();
        at = line.start();
        end = line.end();
        for (int i = 0; i < BEFORE.length; i++) {
            if (!literal(BEFORE[i])) {
                return false;
            }
            int escapes = string(strings[i]);
            if (escapes < 0 || (escapes > 0 && strings[i] != qname)) {
                return false;
            }
            if (strings[i] == qname) {
                name(escapes > 0);
            }
        }
        return literal(BEFORE_ZONE_ID) && number() && literal(BEHIND) && at == end;
    }

    /** Appends a call as {@link #read} reads it, of parts that are as they stand in JSON. */
    static void write(Span qname, Span qtype, String realRemote, String remote, String zoneId, Bytes out) {
        out.add(BEFORE_LOCAL).add(BEFORE_QNAME).add(qname).add(BEFORE_QTYPE).add(qtype);
        out.add(BEFORE_REAL_REMOTE).add(realRemote).add(BEFORE_REMOTE).add(remote);
        out.add(BEFORE_ZONE_ID).add(zoneId).add(BEHIND);
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

    /** Reads these octets if they stand here. */
    private boolean literal(byte[] wanted) {
        int behind = at + wanted.length;
        if (behind > end || !Arrays.equals(text, at, behind, wanted, 0, wanted.length)) {
            return false;
        }
        at = behind;
        return true;
    }

    /** Reads up to a quote, and returns how many characters are escaped; -1 if there are others than plain ones. */
    private int string(Span into) {
        int start = at;
        int escapes = 0;
        int i = start;
        for (; i < end && text[i] != '"'; i++) {
            if (text[i] == '\\') {
                escapes++;
                i++;
                if (i == end || (text[i] != '\\' && text[i] != '"')) {
                    return -1;
                }
            } else if (text[i] < ' ' || text[i] > '~') {
                return -1;
            }
        }
        at = i;
        into.set(text, start, i);
        return escapes;
    }

    private void name(boolean escaped) {
        if (!escaped) {
            name.set(qname);
            return;
        }
        unescaped.truncate(0);
        for (int i = 0; i < qname.length(); i++) {
            i += qname.charAt(i) == '\\' ? 1 : 0;
            unescaped.add(qname.charAt(i));
        }
        unescaped.read(name);
    }

    private boolean number() {
        boolean negative = at < end && text[at] == '-';
        at += negative ? 1 : 0;
        int start = at;
        int number = 0;
        while (digit() && at - start < MAX_DIGITS) {
            number = number * 10 + text[at++] - '0';
        }
        zoneId = negative ? -number : number;
        return at > start && (text[start] != '0' || at == start + 1);
    }

    private boolean digit() {
        return at < end && text[at] >= '0' && text[at] <= '9';
    }
}
