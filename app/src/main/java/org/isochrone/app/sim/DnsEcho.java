package org.isochrone.app.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The shortest true reply to a DNS question (RFC 1035 section 4.1): its header with the response bit and code REFUSED,
 * which is what a resolver says that serves only its own people, then the question as it came.
 */
final class DnsEcho {
    private static final int HEADER = 12;
    private static final int RESPONSE = 0x80;
    private static final int REFUSED = 5;

    private DnsEcho() {}

    /** Returns the reply to {@code query}; empty if it is no question. */
    static Optional<byte[]> reply(byte[] query) {
        if (query.length < HEADER || (query[2] & RESPONSE) != 0) {
            return Optional.empty();
        }
        ByteBuffer counts = ByteBuffer.wrap(query);
        if (counts.getShort(4) != 1) {
            return Optional.empty();
        }
        int end = HEADER;
        while (end < query.length && query[end] != 0) {
            end += 1 + (query[end] & 0x3F);
        }
        end += 1 + 2 + 2; // the root label, type and class
        if (end > query.length) {
            return Optional.empty();
        }
        byte[] reply = Arrays.copyOf(query, end);
        reply[2] |= (byte) RESPONSE;
        reply[3] = REFUSED;
        Arrays.fill(reply, 6, HEADER, (byte) 0);
        return Optional.of(reply);
    }
}
