package org.isochrone.pdns.dns;

import java.util.Arrays;
import java.util.List;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * An answer as it goes over the wire (RFC 1035 section 4): the question as it came, then records in the order of the
 * sections, last OPT. Names are compressed where RFC 3597 section 4 lets them be. Octets match in their case only, so
 * that no name takes on the case of the question. The next answer takes its place. For one thread.
 */
final class WireAnswer {
    /** The sections that records stand in, in their order. */
    enum Section {
        /** What was asked for. */
        ANSWER(6),
        /** Who vouches for it, or whom to ask instead. */
        AUTHORITY(8),
        /** What helps. */
        ADDITIONAL(10);

        /** Where in the header its records are counted. */
        private final int countAt;

        Section(int countAt) {
            this.countAt = countAt;
        }
    }

    private static final int START = 512;
    private static final int TRUNCATED = 0x02;
    private static final int AUTHORITATIVE = 0x04;
    private static final int POINTER = 0xC000;
    private static final int IN = 1;
    private static final int OPT = 41;
    private static final int DO = 0x8000;

    /** Places that a name may point to; of a long answer the first ones do. */
    private static final int PLACES = 32;

    /** A pointer has 14 bits. */
    private static final int LAST_PLACE = 0x3FFF;

    private WireQuery query = new WireQuery();
    private int bodyStart;
    private final int[] labels = new int[PLACES];
    private int known;
    private byte[] bytes = new byte[START];
    private int length;

    /** Begins with the header and, if there is exactly one, the question. */
    WireAnswer begin(WireQuery asked) {
        query = asked;
        known = 0;
        boolean single = query.count() == 1;
        length = single ? query.questionEnd() : WireQuery.HEADER;
        bodyStart = length;
        System.arraycopy(query.message(), 0, bytes, 0, length);
        // of the flags opcode and RD stay
        bytes[2] = (byte) (0x80 | (bytes[2] & 0x79));
        bytes[3] = 0;
        Arrays.fill(bytes, 4, WireQuery.HEADER, (byte) 0);
        bytes[5] = (byte) (single ? 1 : 0);
        for (int at = WireQuery.HEADER; single && bytes[at] != 0 && known < PLACES; at += bytes[at] + 1) {
            labels[known++] = at;
        }
        return this;
    }

    /** Becomes a bare header with the message's id, opcode and RD flag, and returns its length. */
    int failure(byte[] message, int code) {
        Arrays.fill(bytes, 0, WireQuery.HEADER, (byte) 0);
        bytes[0] = message[0];
        bytes[1] = message[1];
        bytes[2] = (byte) (0x80 | (message[2] & 0x79));
        bytes[3] = (byte) code;
        return WireQuery.HEADER;
    }

    /** Becomes the question with the marks of an answer that is truncated, and returns its length. */
    int truncated(byte[] message, int octets) {
        int end = ResponseLimit.questionEnd(message, octets);
        bytes = end <= bytes.length ? bytes : new byte[end];
        System.arraycopy(message, 0, bytes, 0, end);
        bytes[2] = (byte) (0x80 | (message[2] & 0x79) | TRUNCATED);
        bytes[3] = 0;
        // of all sections only the question is there
        Arrays.fill(bytes, 6, WireQuery.HEADER, (byte) 0);
        if (end == WireQuery.HEADER) {
            bytes[4] = 0;
            bytes[5] = 0;
        }
        return end;
    }

    /** Returns the octets of the answer, and more behind them. */
    byte[] bytes() {
        return bytes;
    }

    /** Says that the records are those of the zone itself. */
    void authoritative() {
        bytes[2] |= AUTHORITATIVE;
    }

    /** Sets the response code; of one above 15 the rest stands in OPT. */
    void code(int code) {
        bytes[3] = (byte) (code & 0xF);
    }

    /** Appends a record; sections must come in their order. */
    void record(Section section, ResourceRecord record, int ttlSeconds) {
        if (record.owner().contentEquals(query.name()) && query.count() == 1) {
            u16(POINTER | WireQuery.HEADER);
        } else {
            name("", record.owner());
        }
        content("", record.data(), ttlSeconds);
        count(section);
    }

    /**
     * Appends a record of the only name that was asked for to the answers.
     *
     * @param below labels in front of the name in {@code data}; empty for none
     */
    void steered(String below, RecordData data, int ttlSeconds) {
        u16(POINTER | WireQuery.HEADER);
        content(below, data, ttlSeconds);
        count(Section.ANSWER);
    }

    private void content(String below, RecordData data, int ttlSeconds) {
        u16(data.type().code()).u16(IN).u16(ttlSeconds >>> 16).u16(ttlSeconds & 0xFFFF);
        int at = length;
        u16(0);
        data(below, data);
        set16(at, length - at - 2);
    }

    private void count(Section section) {
        set16(section.countAt, WireQuery.u16(bytes, section.countAt) + 1);
    }

    /**
     * Ends the message and returns its length. If it is longer than allowed, nothing but question and OPT stays, with
     * the mark that it was cut, so that the question is asked again over TCP.
     *
     * @param limit octets
     * @param payload octets that are taken over UDP, told in OPT
     * @param extended the bits of the response code that OPT takes
     * @param scope for how many bits of the client's address the answer holds; below 0 if nobody looked
     */
    int finish(int limit, int payload, int extended, int scope) {
        int body = length;
        if (query.edns()) {
            opt(payload, extended, scope);
        }
        if (length > limit) {
            int options = length - body;
            System.arraycopy(bytes, body, bytes, bodyStart, options);
            length = bodyStart + options;
            bytes[2] |= TRUNCATED;
            Arrays.fill(bytes, Section.ANSWER.countAt, WireQuery.HEADER, (byte) 0);
            set16(Section.ADDITIONAL.countAt, query.edns() ? 1 : 0);
        }
        return length;
    }

    private void opt(int payload, int extended, int scope) {
        u8(0).u16(OPT).u16(payload).u8(extended).u8(0).u16(query.dnssec() ? DO : 0);
        boolean subnet = query.subnet().there() && scope >= 0;
        u16(subnet ? query.subnet().length() + 4 : 0);
        if (subnet) {
            query.subnet().encode(scope, this);
        }
        count(Section.ADDITIONAL);
    }

    private void data(String below, RecordData data) {
        switch (data) {
            case RecordData.Address(IpAddress address, var _) -> address(address);
            case RecordData.Alias(String target) -> name(below, target);
            case RecordData.Server(String host) -> name("", host);
            case RecordData.Text(List<String> strings) -> {
                for (String text : strings) {
                    u8(text.length());
                    octets(text);
                }
            }
            case RecordData.Written(var _, var _, String octets) -> octets(octets);
            case RecordData.Soa soa -> {
                name("", soa.primary());
                name("", soa.mailbox());
                u32(soa.serial());
                u32(soa.refreshSeconds());
                u32(soa.retrySeconds());
                u32(soa.expireSeconds());
                u32(soa.negativeSeconds());
            }
        }
    }

    private void address(IpAddress address) {
        if (address.family() == IpFamily.IPV4) {
            u32(address.high() >>> 32);
        } else {
            u32(address.high() >>> 32);
            u32(address.high());
            u32(address.low() >>> 32);
            u32(address.low());
        }
    }

    /**
     * Appends a canonical name, its end as a pointer if it stands in the message already.
     *
     * @param below labels in front of it; empty for none
     */
    private void name(String below, String canonical) {
        int start = length;
        labels(below);
        labels(canonical);
        u8(0);
        for (int at = start; bytes[at] != 0; at += bytes[at] + 1) {
            int same = find(at, start);
            if (same >= 0) {
                length = at;
                u16(POINTER | same);
                break;
            }
            if (known < PLACES && at <= LAST_PLACE) {
                labels[known++] = at;
            }
        }
    }

    private void labels(String canonical) {
        if (canonical.isEmpty()) {
            return;
        }
        int label = length;
        u8(0);
        for (int i = 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if (c == '.') {
                label = length;
                u8(0);
                continue;
            }
            int octet = c;
            if (c == '\\') {
                // a mailbox may have \. in it, where a canonical name has \046
                boolean number = Character.isDigit(canonical.charAt(i + 1));
                octet = number ? Integer.parseInt(canonical, i + 1, i + 4, 10) : canonical.charAt(i + 1);
                i += number ? 3 : 1;
            }
            u8(octet);
            bytes[label]++;
        }
    }

    /** Returns where before {@code limit} the name stands that was written to {@code name}; -1 if nowhere. */
    private int find(int name, int limit) {
        for (int i = 0; i < known && labels[i] < limit; i++) {
            if (same(name, labels[i])) {
                return labels[i];
            }
        }
        return -1;
    }

    private boolean same(int name, int place) {
        int a = name;
        int b = place;
        while (true) {
            while ((bytes[b] & 0xC0) == 0xC0) {
                b = WireQuery.u16(bytes, b) & 0x3FFF;
            }
            int label = bytes[a];
            if (!Arrays.equals(bytes, a, a + label + 1, bytes, b, b + label + 1)) {
                return false;
            }
            if (label == 0) {
                return true;
            }
            a += label + 1;
            b += label + 1;
        }
    }

    private void octets(String text) {
        for (int i = 0; i < text.length(); i++) {
            u8(text.charAt(i));
        }
    }

    /** Appends an octet. */
    WireAnswer u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Appends two octets. */
    WireAnswer u16(int value) {
        reserve(2);
        set16(length, value);
        length += 2;
        return this;
    }

    private void u32(long value) {
        u16((int) (value >>> 16) & 0xFFFF).u16((int) value & 0xFFFF);
    }

    private void set16(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
