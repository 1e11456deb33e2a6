package org.isochrone.pdns.dns;

import org.isochrone.pdns.record.NameText;

/**
 * A question as it came over the wire (RFC 1035 section 4), with what EDNS says of it (RFC 6891), until the next one is
 * read. Records other than OPT are passed over. For one thread.
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

    private final NameText name = new NameText();
    private final ClientSubnet subnet = new ClientSubnet();
    private byte[] message = new byte[0];
    private int length;
    private int at;
    private int questionEnd;
    private int type;
    private int dnsClass;
    private boolean edns;
    private int payload;
    private int version;
    private boolean dnssec;
    private boolean sound;

    /** Reads a message as {@link #read} does. */
    static WireQuery parse(byte[] message) throws MalformedMessageException {
        WireQuery query = new WireQuery();
        query.read(message, message.length);
        return query;
    }

    /**
     * Reads the first octets of {@code from} as a message, which must have a header. They must stay as they are until
     * the answer is made.
     *
     * @throws MalformedMessageException if it does not hold what its counts say
     */
    void read(byte[] from, int octets) throws MalformedMessageException {
        message = from;
        length = octets;
        at = HEADER;
        questionEnd = HEADER;
        name.clear();
        type = 0;
        dnsClass = 0;
        edns = false;
        subnet.clear();
        sound = true;
        questions();
        records(u16(message, 6) + u16(message, 8), false);
        records(u16(message, 10), true);
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

    /** Returns the name asked for, in canonical form, until the next question is read. */
    NameText name() {
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

    /** Tells whether EDNS is spoken; what follows holds only then. */
    boolean edns() {
        return edns;
    }

    /** Returns how long an answer may be, octets. */
    int payload() {
        return payload;
    }

    /** Returns the version of EDNS; 0 is the only one there is. */
    int version() {
        return version;
    }

    /** Tells whether records of DNSSEC are wanted. */
    boolean dnssec() {
        return dnssec;
    }

    /** Returns for whom is asked, if that is said. */
    ClientSubnet subnet() {
        return subnet;
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
            readName();
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
            int octets = u16(message, fixed + 8);
            at += 10;
            need(octets);
            if (additional && u16(message, fixed) == OPT) {
                // RFC 6891 section 6.1.1: one, and of the root
                sound &= !edns && message[owner] == 0;
                edns(fixed, at + octets);
            }
            at += octets;
        }
    }

    private void edns(int fixed, int end) throws MalformedMessageException {
        edns = true;
        payload = u16(message, fixed + 2);
        version = message[fixed + 5] & 0xFF;
        dnssec = (u16(message, fixed + 6) & DO) != 0;
        subnet.clear();
        for (int option = at; option < end; ) {
            int value = option + OPTION_HEADER;
            int octets = value <= end ? u16(message, option + 2) : end;
            if (value + octets > end) {
                throw new MalformedMessageException("an option must not be longer than its record");
            }
            if (u16(message, option) == ClientSubnet.OPTION
                    && !subnet.there()
                    && !ClientSubnet.isNobody(message, value, octets)) {
                subnet(value, octets);
            }
            option = value + octets;
        }
    }

    private void subnet(int value, int octets) {
        try {
            subnet.decode(message, value, octets);
        } catch (MalformedMessageException e) {
            sound = false;
        }
    }

    /** Reads a name that points nowhere: nothing stands before it that it could point to. */
    private void readName() throws MalformedMessageException {
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
            if (!name.isEmpty()) {
                name.add('.');
            }
            for (int end = at + label; at < end; at++) {
                name.octet(message[at] & 0xFF);
            }
        }
        if (at - start > MAX_NAME) {
            throw new MalformedMessageException("a name must have at most 255 octets: " + (at - start));
        }
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
        if (octets > length - at) {
            throw new MalformedMessageException("the message ends too soon");
        }
    }
}
