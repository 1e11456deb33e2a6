package org.isochrone.pdns.dns;

import java.util.Optional;
import org.isochrone.pdns.record.DnsNames;

/**
 * A question as it came over the wire (RFC 1035 section 4), with what EDNS says of it (RFC 6891). Records other than
 * OPT are passed over. For one thread.
 */
final class WireQuery {
    /** Octets of a message's header. */
    static final int HEADER = 12;

    /** Octets of a name, RFC 1035 section 2.3.4. */
    private static final int MAX_NAME = 255;

    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;
    private static final int OPT = 41;
    private static final int OPTION_HEADER = 4;
    private static final int DO = 0x8000;

    /**
     * What EDNS says.
     *
     * @param payload how long an answer may be, octets
     * @param version 0 is the only one there is
     * @param dnssec whether records of DNSSEC are wanted
     * @param subnet for whom is asked
     */
    record Edns(int payload, int version, boolean dnssec, Optional<ClientSubnet> subnet) {}

    private final byte[] message;
    private int at = HEADER;
    private int questionEnd = HEADER;
    private String name = "";
    private int type;
    private int dnsClass;
    private Optional<Edns> edns = Optional.empty();
    private boolean sound = true;

    private WireQuery(byte[] message) {
        this.message = message;
    }

    /**
     * Reads a message, which must have a header.
     *
     * @throws MalformedMessageException if it does not hold what its counts say
     */
    static WireQuery parse(byte[] message) throws MalformedMessageException {
        WireQuery query = new WireQuery(message);
        query.questions();
        query.records(u16(message, 6) + u16(message, 8), false);
        query.records(u16(message, 10), true);
        return query;
    }

    /** Returns two octets as a number. */
    static int u16(byte[] message, int at) {
        return (message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF);
    }

    /** Tells whether the message is an answer itself. */
    static boolean isAnswer(byte[] message) {
        return (message[2] & 0x80) != 0;
    }

    /** Returns what is wanted: 0 is a question. */
    int opcode() {
        return (message[2] >> 3) & 0xF;
    }

    /** Returns how many questions there are; RFC 9619 allows one. */
    int count() {
        return u16(message, 4);
    }

    /** Returns where the first question ends. */
    int questionEnd() {
        return questionEnd;
    }

    /** Returns the name asked for, in canonical form. */
    String name() {
        return name;
    }

    /** Returns the number of the type asked for. */
    int type() {
        return type;
    }

    /** Returns the number of the class asked for. */
    int dnsClass() {
        return dnsClass;
    }

    /** Returns what EDNS says; empty if it is not spoken. */
    Optional<Edns> edns() {
        return edns;
    }

    /** Tells whether EDNS says nothing that must be answered with FORMERR. */
    boolean sound() {
        return sound;
    }

    /** Returns the message itself; not to be changed. */
    byte[] message() {
        return message;
    }

    private void questions() throws MalformedMessageException {
        for (int i = 0; i < count(); i++) {
            if (i > 0) {
                skipName();
                need(4);
                at += 4;
                continue;
            }
            name = readName();
            need(4);
            type = u16(message, at);
            dnsClass = u16(message, at + 2);
            at += 4;
            questionEnd = at;
        }
    }

    private void records(int count, boolean additional) throws MalformedMessageException {
        for (int i = 0; i < count; i++) {
            int owner = at;
            skipName();
            need(10);
            int fixed = at;
            int length = u16(message, fixed + 8);
            at += 10;
            need(length);
            if (additional && u16(message, fixed) == OPT) {
                // RFC 6891 section 6.1.1: one, and of the root
                sound &= edns.isEmpty() && message[owner] == 0;
                edns = Optional.of(edns(fixed, at + length));
            }
            at += length;
        }
    }

    private Edns edns(int fixed, int end) throws MalformedMessageException {
        Optional<ClientSubnet> subnet = Optional.empty();
        for (int option = at; option < end; ) {
            int value = option + OPTION_HEADER;
            int length = value <= end ? u16(message, option + 2) : end;
            if (value + length > end) {
                throw new MalformedMessageException("an option must not be longer than its record");
            }
            if (u16(message, option) == ClientSubnet.OPTION
                    && subnet.isEmpty()
                    && !ClientSubnet.isNobody(message, value, length)) {
                subnet = subnet(value, length);
            }
            option = value + length;
        }
        boolean dnssec = (u16(message, fixed + 6) & DO) != 0;
        return new Edns(u16(message, fixed + 2), message[fixed + 5] & 0xFF, dnssec, subnet);
    }

    private Optional<ClientSubnet> subnet(int value, int length) {
        try {
            return Optional.of(ClientSubnet.decode(message, value, length));
        } catch (MalformedMessageException e) {
            sound = false;
            return Optional.empty();
        }
    }

    /** Reads a name that points nowhere: nothing stands before it that it could point to. */
    private String readName() throws MalformedMessageException {
        StringBuilder text = new StringBuilder(64);
        int start = at;
        while (true) {
            need(1);
            int label = message[at++] & 0xFF;
            if (label == 0) {
                break;
            }
            if (label > MAX_LABEL) {
                throw new MalformedMessageException("a question's name must not be compressed");
            }
            need(label);
            if (!text.isEmpty()) {
                text.append('.');
            }
            for (int end = at + label; at < end; at++) {
                DnsNames.append(text, message[at] & 0xFF);
            }
        }
        if (at - start > MAX_NAME) {
            throw new MalformedMessageException("a name must have at most 255 octets: " + (at - start));
        }
        return text.toString();
    }

    private void skipName() throws MalformedMessageException {
        while (true) {
            need(1);
            int label = message[at++] & 0xFF;
            if (label == 0) {
                return;
            }
            if (label >= POINTER) {
                need(1);
                at++;
                return;
            }
            if (label > MAX_LABEL) {
                throw new MalformedMessageException("a label must have at most 63 octets: " + label);
            }
            need(label);
            at += label;
        }
    }

    private void need(int octets) throws MalformedMessageException {
        if (octets > message.length - at) {
            throw new MalformedMessageException("the message ends too soon");
        }
    }
}
