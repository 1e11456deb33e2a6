package org.isochrone.pdns.pipe;

import org.isochrone.pdns.unix.Span;

/**
 * A quick look at the question as PowerDNS writes it, {@link PipeRequest.Query} with class IN; every other line is left
 * to {@link PipeRequest}. What was read stays where it lies, until the next line is. For one thread.
 */
final class QueryScan {
    private static final int NAME = 1;
    private static final int CLASS = 2;
    private static final int TYPE = 3;
    private static final int REMOTE = 5;
    private static final int SUBNET = 7;
    private static final int FIELDS = 8;

    private final Span[] fields = new Span[FIELDS];

    QueryScan() {
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = new Span();
        }
    }

    /** Reads a line in the layout of an ABI; false if somebody else has to look at it. */
    boolean read(Span line, int abi) {
        byte[] octets = line.octets();
        int expected = PipeRequest.fields(abi);
        int field = 0;
        int start = line.start();
        int end = line.end();
        for (int i = start; i <= end; i++) {
            if (i == end || octets[i] == '\t') {
                if (field == expected) {
                    return false;
                }
                fields[field++].set(octets, start, i);
                start = i + 1;
            }
        }
        if (expected <= SUBNET) {
            fields[SUBNET].set(octets, 0, 0);
        }
        return abi > 0 && field == expected && fields[0].is("Q") && fields[CLASS].is("IN");
    }

    Span name() {
        return fields[NAME];
    }

    Span type() {
        return fields[TYPE];
    }

    Span remote() {
        return fields[REMOTE];
    }

    /** Returns the client subnet; empty before ABI 3. */
    Span subnet() {
        return fields[SUBNET];
    }
}
