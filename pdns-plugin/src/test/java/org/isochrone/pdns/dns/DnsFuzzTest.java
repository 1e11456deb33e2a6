package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * Whatever message comes, an answer is never answered, and an answer has the question's id, opcode and RD flag, the
 * question byte by byte if it has any, is no longer than was asked for, and can be read; none is lost to an exception.
 * The first byte of an input says over what it comes and from whom.
 */
class DnsFuzzTest {
    private static final World WORLD = new World().written(WrittenZone.TEXT);
    private static final DnsAnswerer ANSWERER = new DnsAnswerer(WORLD.responder, WORLD.counters);
    private static final IpAddress IPV4 = IpAddress.parse("203.0.113.9");
    private static final IpAddress IPV6 = IpAddress.parse("2001:db8:1::9");
    private static final int HEADER = 12;
    private static final int LONGEST_TCP = 65_535;

    private static final DnsWorker UDP = ANSWERER.worker(Transport.UDP);
    private static final DnsWorker TCP = ANSWERER.worker(Transport.TCP);

    private static Optional<byte[]> octets(DnsWorker of, int length) {
        return length == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(of.bytes(), length));
    }

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("dns", DnsFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one message. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Transport transport = (input[0] & 1) == 0 ? Transport.UDP : Transport.TCP;
        byte[] query = Arrays.copyOfRange(input, 1, input.length);
        byte[] before = query.clone();
        long failed = WORLD.counters.failedOf(transport);
        IpAddress from = (input[0] & 2) == 0 ? IPV4 : IPV6;
        DnsWorker worker = transport == Transport.UDP ? UDP : TCP;
        Optional<byte[]> answer = octets(worker, worker.answer(query, query.length, from));
        Optional<byte[]> truncated = octets(worker, worker.truncated(query, query.length));
        assertArrayEquals(
                ANSWERER.answer(query, from, transport).orElse(new byte[0]),
                answer.orElse(new byte[0]),
                "nothing is left of the message before");
        assertEquals(failed, WORLD.counters.failedOf(transport), "an exception on the way");
        assertArrayEquals(before, query, "the message stays as it was");
        boolean deserved = query.length >= HEADER && (query[2] & 0x80) == 0;
        assertEquals(deserved, answer.isPresent());
        assertEquals(deserved, truncated.isPresent());
        if (deserved) {
            Optional<Message> asked = parsed(FamilyZero.hidden(query));
            byte[] reply = answer.orElseThrow();
            header(query, reply);
            question(query, reply);
            assertTrue(reply.length <= longest(asked, transport), "length " + reply.length);
            if (reply.length == HEADER) {
                int code = reply[3] & 0xF;
                assertTrue(code == Rcode.FORMERR || code == Rcode.NOTIMP, "code " + code);
            } else if (asked.isPresent() && !asked.get().getHeader().getFlag(Flags.TC)) {
                // The library does not read IPv4-mapped client subnets, minds what stands in other records, and passes
                // over what is damaged in a message that is marked as cut.
                edns(asked.get(), parsed(reply).orElseThrow());
            }
            header(query, truncated.get());
            question(query, truncated.get());
            assertTrue(truncated.get().length <= query.length);
            assertTrue(parsed(truncated.get()).orElseThrow().getHeader().getFlag(Flags.TC));
        }
    }

    private static Optional<Message> parsed(byte[] message) {
        try {
            return Optional.of(new Message(message));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void header(byte[] query, byte[] reply) {
        assertEquals(query[0], reply[0], "id");
        assertEquals(query[1], reply[1], "id");
        assertEquals(0x80 | (query[2] & 0x79), reply[2] & 0xF9, "QR, opcode and RD");
        assertEquals(0, reply[3] & 0xF0, "RA, Z, AD and CD");
    }

    /** Where the question is written out, the reply repeats its bytes. */
    private static void question(byte[] query, byte[] reply) {
        assertEquals(0, reply[4]);
        if (reply[5] == 0) {
            return;
        }
        assertEquals(1, reply[5], "questions");
        int end = HEADER;
        while (query[end] > 0) {
            end += query[end] + 1;
        }
        if (query[end] == 0) {
            end += 5;
            assertArrayEquals(
                    Arrays.copyOfRange(query, HEADER, end), Arrays.copyOfRange(reply, HEADER, end), "question");
        }
    }

    private static int longest(Optional<Message> asked, Transport transport) {
        if (transport == Transport.TCP) {
            return LONGEST_TCP;
        }
        return asked.isEmpty()
                ? DnsAnswerer.UDP_PAYLOAD
                : asked.map(Message::getOPT)
                        .map(opt -> Math.clamp(opt.getPayloadSize(), 512, DnsAnswerer.UDP_PAYLOAD))
                        .orElse(512);
    }

    private static void edns(Message asked, Message read) {
        OPTRecord sent = asked.getOPT();
        OPTRecord got = read.getOPT();
        assertEquals(sent == null, got == null, "EDNS is answered by EDNS");
        if (got == null) {
            return;
        }
        assertEquals(0, got.getVersion());
        for (EDNSOption option : got.getOptions(EDNSOption.Code.CLIENT_SUBNET)) {
            ClientSubnetOption subnet = (ClientSubnetOption) option;
            ClientSubnetOption wanted = (ClientSubnetOption)
                    sent.getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
            assertEquals(wanted.getFamily(), subnet.getFamily());
            assertEquals(wanted.getSourcePrefixLength(), subnet.getSourcePrefixLength());
            assertEquals(wanted.getAddress(), subnet.getAddress());
        }
        assertEquals(
                List.of(),
                read.getSection(Section.ADDITIONAL).stream()
                        .filter(record -> record instanceof OPTRecord && !record.equals(got))
                        .toList());
    }
}
