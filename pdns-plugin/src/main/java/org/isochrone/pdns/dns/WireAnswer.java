package org.isochrone.pdns.dns;

import java.util.Arrays;
import java.util.List;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * An answer as it goes over the wire (RFC 1035 section 4): the question as it came, then records in the order of the
 * sections, last OPT. The next answer takes its place. For one thread.
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

    private static final int TRUNCATED = 0x02;
    private static final int AUTHORITATIVE = 0x04;
    private static final int IN = 1;
    private static final int OPT = 41;
    private static final int DO = 0x8000;

    private final WireWriter out = new WireWriter();
    private WireQuery query = new WireQuery();
    private int bodyStart;

    /** Begins with the header and, if there is exactly one, the question. */
    WireAnswer begin(WireQuery asked) {
        query = asked;
        boolean single = query.count() == 1;
        bodyStart = single ? query.questionEnd() : WireQuery.HEADER;
        out.begin(query.message(), bodyStart, single);
        byte[] bytes = out.bytes();
        // of the flags opcode and RD stay
        bytes[2] = (byte) (0x80 | (bytes[2] & 0x79));
        bytes[3] = 0;
        Arrays.fill(bytes, 4, WireQuery.HEADER, (byte) 0);
        bytes[5] = (byte) (single ? 1 : 0);
        return this;
    }

    /** Becomes a bare header with the message's id, opcode and RD flag, and returns its length. */
    int failure(byte[] message, int code) {
        byte[] bytes = out.bytes();
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
        out.begin(message, end, false);
        byte[] bytes = out.bytes();
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
        return out.bytes();
    }

    /** Says that the records are those of the zone itself. */
    void authoritative() {
        out.bytes()[2] |= AUTHORITATIVE;
    }

    /** Sets the response code; of one above 15 the rest stands in OPT. */
    void code(int code) {
        out.bytes()[3] = (byte) (code & 0xF);
    }

    /** Appends a record; sections must come in their order. */
    void record(Section section, ResourceRecord record, int ttlSeconds) {
        if (record.owner().contentEquals(query.name()) && query.count() == 1) {
            out.u16(WireWriter.POINTER | WireQuery.HEADER);
        } else {
            out.name("", record.owner());
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
        out.u16(WireWriter.POINTER | WireQuery.HEADER);
        content(below, data, ttlSeconds);
        count(Section.ANSWER);
    }

    /** Appends one of a name that an alias led to, with labels in front of it. */
    void steered(String ownerBelow, String owner, String below, RecordData data, int ttlSeconds) {
        out.name(ownerBelow, owner);
        content(below, data, ttlSeconds);
        count(Section.ANSWER);
    }

    private void content(String below, RecordData data, int ttlSeconds) {
        out.u16(data.type().code()).u16(IN).u32(ttlSeconds);
        int at = out.length();
        out.u16(0);
        data(below, data);
        out.set16(at, out.length() - at - 2);
    }

    private void count(Section section) {
        out.set16(section.countAt, WireQuery.u16(out.bytes(), section.countAt) + 1);
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
        int body = out.length();
        if (query.edns()) {
            opt(payload, extended, scope);
        }
        if (out.length() > limit) {
            out.cut(bodyStart, body);
            out.bytes()[2] |= TRUNCATED;
            Arrays.fill(out.bytes(), Section.ANSWER.countAt, WireQuery.HEADER, (byte) 0);
            out.set16(Section.ADDITIONAL.countAt, query.edns() ? 1 : 0);
        }
        return out.length();
    }

    private void opt(int payload, int extended, int scope) {
        out.u8(0).u16(OPT).u16(payload).u8(extended).u8(0).u16(query.dnssec() ? DO : 0);
        boolean subnet = query.subnet().there() && scope >= 0;
        out.u16(subnet ? query.subnet().length() + 4 : 0);
        if (subnet) {
            query.subnet().encode(scope, out);
        }
        count(Section.ADDITIONAL);
    }

    private void data(String below, RecordData data) {
        switch (data) {
            case RecordData.Address(IpAddress address, var _) -> address(address);
            case RecordData.Alias(String target) -> out.name(below, target);
            case RecordData.Server(String host) -> out.name("", host);
            case RecordData.Text(List<String> strings, var _) -> {
                for (int i = 0; i < strings.size(); i++) {
                    out.u8(strings.get(i).length());
                    out.octets(strings.get(i));
                }
            }
            case RecordData.Written(var _, var _, String octets) -> out.octets(octets);
            case RecordData.Soa soa -> {
                out.name("", soa.primary());
                out.name("", soa.mailbox());
                out.u32(soa.serial());
                out.u32(soa.refreshSeconds());
                out.u32(soa.retrySeconds());
                out.u32(soa.expireSeconds());
                out.u32(soa.negativeSeconds());
            }
        }
    }

    private void address(IpAddress address) {
        if (address.family() == IpFamily.IPV4) {
            out.u32(address.high() >>> 32);
        } else {
            out.u32(address.high() >>> 32);
            out.u32(address.high());
            out.u32(address.low() >>> 32);
            out.u32(address.low());
        }
    }
}
