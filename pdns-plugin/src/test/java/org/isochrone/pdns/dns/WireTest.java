package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Our own reading and writing of messages, against a library's. */
class WireTest {
    private static final IpAddress RESOLVER = IpAddress.parse("127.0.0.1");

    private final World world = new World().written(WrittenZone.TEXT);
    private final DnsAnswerer answerer = new DnsAnswerer(world.responder, world.counters);

    private static Message query(Name name, int type, String... subnets) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        if (subnets.length > 0) {
            List<EDNSOption> options = new ArrayList<>();
            for (String subnet : subnets) {
                options.add(new GenericEDNSOption(8, HexFormat.of().parseHex(subnet)));
            }
            query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
        }
        return query;
    }

    private byte[] raw(byte[] query) {
        return answerer.answer(query, RESOLVER, Transport.UDP).orElseThrow();
    }

    private Message ask(Message query) throws IOException {
        return new Message(raw(query.toWire()));
    }

    private static Name www() throws IOException {
        return Name.fromString("www.geo.example.");
    }

    /** The option as the answer holds it, in hexadecimal; empty if there is none. */
    private static String subnet(byte[] answer) {
        String hex = HexFormat.of().formatHex(answer);
        int at = hex.lastIndexOf("0008");
        return at < 0 ? "" : hex.substring(at + 8);
    }

    @Test
    void anIpv4MappedSubnetIsOneOfIpv6WhoseClientIsKnownByItsIpv4Address() throws IOException {
        // ::ffff:203.0.113.0/120, of which the answer holds for the 24 bits behind the first 96
        String asked = "0002780000000000000000000000ffffcb0071";
        byte[] answer = raw(query(www(), Type.A, asked).toWire());
        // the library understands neither the question nor the answer
        assertTrue(HexFormat.of().formatHex(answer).contains("0004c0000201"), "192.0.2.1");
        assertEquals("00027878" + asked.substring(8), subnet(answer));
        // what is shorter than 96 bits is not known to be of IPv4, and its length never becomes one of IPv4
        byte[] wide = raw(query(www(), Type.A, "0002500000000000000000000000").toWire());
        assertTrue(subnet(wide).startsWith("000250"), subnet(wide));
        assertEquals(Rcode.NOERROR, new Message(wide).getRcode());
    }

    @Test
    void subnetsThatRfc7871RefusesAreFormErr() throws IOException {
        for (String wrong : List.of(
                "00",
                "0001", // no lengths
                "00031800cb0071", // family 3
                "000021cb", // family 0 with a length
                "00012100cb00710700", // 33 bits
                "0002810020010db8000100000000000000000000ff",
                "00011800cb007107", // an octet too many
                "00011800cb00", // one too few
                "00011700cb0071", // a bit behind the length
                "00011808cb0071")) { // a scope in a question
            Message answer = ask(query(www(), Type.A, wrong));
            assertEquals(Rcode.FORMERR, answer.getRcode(), wrong);
            assertNotNull(answer.getOPT(), "EDNS is spoken all the same: " + wrong);
            assertEquals(List.of(), answer.getSection(Section.ANSWER), wrong);
        }
        assertEquals(Rcode.NOERROR, ask(query(www(), Type.A, "00000000")).getRcode(), "nobody");
        assertEquals(Rcode.NOERROR, ask(query(www(), Type.A, "00010000")).getRcode());
        assertEquals(Rcode.NOERROR, ask(query(www(), Type.A, "00020000")).getRcode());
    }

    @Test
    void octetsThatLookLikeAnOptionAreLeftAloneInsideNames() throws IOException {
        Name odd = Name.fromString("a\\000\\008\\000\\004\\000\\000\\000\\000b.wild.geo.example.");
        Message answer = ask(query(odd, Type.A, "00011800cb0071"));
        assertEquals(odd, answer.getQuestion().getName());
        assertEquals(odd, answer.getSection(Section.ANSWER).getFirst().getName());
        assertEquals("192.0.2.1", answer.getSection(Section.ANSWER).getFirst().rdataToString());
    }

    @Test
    void twoOptRecordsAndOneOfAnotherNameAreFormErr() throws IOException {
        Message two = query(www(), Type.A, "00011800cb0071");
        two.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        assertEquals(Rcode.FORMERR, ask(two).getRcode());
        byte[] named = query(www(), Type.A).toWire();
        byte[] opt = HexFormat.of().parseHex("c00c" + "0029" + "04d0" + "00000000" + "0000");
        byte[] both = Arrays.copyOf(named, named.length + opt.length);
        System.arraycopy(opt, 0, both, named.length, opt.length);
        both[11] = 1;
        assertEquals(Rcode.FORMERR, new Message(raw(both)).getRcode());
    }

    @Test
    void everyAnswerIsReadByTheLibraryAsItWasMeant() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            List<ResourceRecord> records = IntStream.range(0, random.nextInt(6))
                    .mapToObj(_ -> record(random))
                    .toList();
            Message asked = query(Name.fromString(name(random) + "."), Type.ANY);
            WireQuery query = parsed(asked.toWire());
            WireAnswer answer = new WireAnswer().begin(query);
            records.forEach(record -> answer.record(WireAnswer.Section.ANSWER, record, record.ttlSeconds()));
            Message read = new Message(finished(answer, 65_535));
            assertEquals(records.size(), read.getSection(Section.ANSWER).size(), "seed " + seed);
            for (int j = 0; j < records.size(); j++) {
                Record got = read.getSection(Section.ANSWER).get(j);
                ResourceRecord meant = records.get(j);
                assertEquals(Name.fromString(meant.owner() + "."), got.getName(), "seed " + seed);
                assertEquals(meant.ttlSeconds(), got.getTTL());
                assertEquals(meant.type().code(), got.getType());
                assertEquals(library(meant).rdataToString(), got.rdataToString(), "seed " + seed);
            }
            byte[] plain = read.toWire();
            assertTrue(finished(answer, 65_535).length <= plain.length + 12, "about as short as the library's");
        }
    }

    private static Record library(ResourceRecord record) throws IOException {
        return Record.fromString(Name.root, record.type().code(), DClass.IN, 0, text(record), Name.root);
    }

    private static String text(ResourceRecord record) {
        return switch (record.data()) {
            case RecordData.Alias alias -> alias.target() + ".";
            case RecordData.Server server -> server.host() + ".";
            case RecordData.Soa soa -> soa.primary() + ". " + soa.mailbox() + ". " + soa.serial() + " 1 2 3 4";
            default -> record.data().text();
        };
    }

    private static ResourceRecord record(Random random) {
        RecordData data = switch (random.nextInt(6)) {
            case 0 -> new RecordData.Address(IpAddress.parse("192.0.2." + random.nextInt(256)));
            case 1 -> new RecordData.Address(IpAddress.parse("2001:db8::" + random.nextInt(10_000)));
            case 2 -> new RecordData.Alias(name(random));
            case 3 -> new RecordData.Server(name(random));
            case 4 -> new RecordData.Text(List.of("x".repeat(random.nextInt(256)), "two"));
            default -> new RecordData.Soa(name(random), name(random), random.nextInt() & 0xFFFF_FFFFL, 1, 2, 3, 4);
        };
        return new ResourceRecord(name(random), random.nextInt(86_400), 0, data);
    }

    /** Few labels, so that names share their ends; some of them with octets that must be escaped. */
    private static String name(Random random) {
        List<String> labels = List.of("a", "b", "geo", "example", "x\\046y", "\\000\\255", "long".repeat(15));
        StringBuilder name = new StringBuilder(labels.get(random.nextInt(labels.size())));
        for (int more = random.nextInt(4); more > 0; more--) {
            name.append('.').append(labels.get(random.nextInt(labels.size() - 1)));
        }
        return name.toString();
    }

    private static byte[] finished(WireAnswer answer, int limit) {
        return Arrays.copyOf(answer.bytes(), answer.finish(limit, 1232, 0, 24));
    }

    private static WireQuery parsed(byte[] message) {
        try {
            return WireQuery.parse(message);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /** Octet by octet, behind aliases as well: what zones are called is in a zone of ours here. */
    @Test
    void whatWasAskedBeforeIsAnsweredTheSame() throws IOException {
        World inside = new World(World.config(Map.of("Zone", "geo.example, example.net")));
        DnsAnswerer both = new DnsAnswerer(inside.responder, inside.counters);
        List<String> names = new ArrayList<>(WrittenZone.NAMES);
        names.add("leads-to-a-steered-one.geo.example");
        int followed = 0;
        for (String name : names) {
            for (int type : new int[] {Type.A, Type.AAAA, Type.ANY, Type.CNAME, Type.TXT, Type.SOA, Type.NS, Type.DS}) {
                inside.written(WrittenZone.TEXT + "leads-to-a-steered-one CNAME a.b.c\n");
                byte[] asked = query(Name.fromString(name + "."), type, "00011800cb0071")
                        .toWire();
                byte[] first = both.answer(asked, RESOLVER, Transport.UDP).orElseThrow();
                byte[] again = both.answer(asked, RESOLVER, Transport.UDP).orElseThrow();
                assertEquals(new Message(first).toString(), new Message(again).toString());
                assertArrayEquals(first, again, name + " " + type);
                followed += new Message(first).getSection(Section.ANSWER).size() > 1 && type == Type.A ? 1 : 0;
            }
        }
        assertTrue(followed > 3, "behind aliases there are addresses: " + followed);
        assertEquals(0, inside.counters.failedOf(Transport.UDP));
    }

    @Test
    void whatIsTooLongIsCutToTheQuestion() throws IOException {
        Message asked = query(Name.fromString("geo.example."), Type.NS, "00011800cb0071");
        WireAnswer answer = new WireAnswer().begin(parsed(asked.toWire()));
        answer.authoritative();
        for (int i = 0; i < 100; i++) {
            answer.record(
                    WireAnswer.Section.ANSWER,
                    new ResourceRecord("geo.example", 60, 0, new RecordData.Server("ns" + i + ".elsewhere.example")),
                    60);
        }
        Message cut = new Message(finished(answer, 1232));
        assertTrue(cut.getHeader().getFlag(Flags.TC) && cut.getHeader().getFlag(Flags.AA));
        assertEquals(asked.getQuestion(), cut.getQuestion());
        assertEquals(List.of(), cut.getSection(Section.ANSWER));
        assertNotNull(cut.getOPT());
        WireAnswer whole = new WireAnswer().begin(parsed(asked.toWire()));
        whole.record(
                WireAnswer.Section.ANSWER,
                new ResourceRecord("geo.example", 60, 0, new RecordData.Server("ns.example")),
                60);
        assertFalse(new Message(finished(whole, 1232)).getHeader().getFlag(Flags.TC));
    }

    @Test
    void aQuestionsNameIsReadAsTheLibraryReadsIt() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] label = new byte[1 + random.nextInt(63)];
            random.nextBytes(label);
            StringBuilder text = new StringBuilder();
            for (byte octet : label) {
                text.append("\\%03d".formatted(octet & 0xFF));
            }
            Message asked = query(Name.fromString(text + ".GEO.example."), 1 + random.nextInt(65_535));
            WireQuery query = parsed(asked.toWire());
            assertEquals(asked.getQuestion().getType(), query.type());
            Name read = Name.fromString(query.name() + ".");
            assertEquals(asked.getQuestion().getName(), read, "seed " + seed);
            assertArrayEquals(
                    asked.getQuestion().getName().toWireCanonical(), read.toWire(), "in lower case; seed " + seed);
        }
        assertEquals("", parsed(query(Name.root, Type.NS).toWire()).name().toString());
        assertEquals(
                RecordType.NS.code(), parsed(query(Name.root, Type.NS).toWire()).type());
    }
}
