package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsListenerTest {
    private static final IpAddress RESOLVER = IpAddress.parse("127.0.0.1");

    private final World world = new World();
    private final DnsAnswerer answerer = new DnsAnswerer(world.responder, world.counters);
    private final DnsListener listener;
    private final DnsCheck check;

    DnsListenerTest() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        listener = DnsListener.start(List.of(new InetSocketAddress(loopback, 0)), answerer);
        check = new DnsCheck(listener.addresses().getFirst(), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private DnsCheck.Answer ask(String name, RecordType type, String subnet) throws IOException {
        return check.ask(name, type, subnet.isEmpty() ? Optional.empty() : Optional.of(Prefix.parse(subnet)));
    }

    @Test
    void eachSubnetGetsItsZoneWithItsScope() throws IOException {
        assertEquals(
                new DnsCheck.Answer("NOERROR", List.of("A 192.0.2.1"), 24),
                ask("www.geo.example", RecordType.A, "203.0.113.0/24"));
        assertEquals(
                List.of("A 192.0.2.2", "A 192.0.2.22"),
                ask("www.geo.example", RecordType.A, "198.51.100.0/24").data());
        assertEquals(
                List.of("AAAA 2001:db8:f:0:0:0:0:2"),
                ask("www.geo.example", RecordType.AAAA, "2001:db8:1::/48").data());
        assertEquals(
                List.of("CNAME photos.nyc.example.net."),
                ask("photos.s3.geo.example", RecordType.A, "198.51.100.0/24").data());
    }

    @Test
    void severalAddressesAreListenedOn() throws IOException {
        List<InetSocketAddress> addresses = List.of(
                new InetSocketAddress(FreePort.loopback(), FreePort.next()),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), FreePort.next()),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), FreePort.next()));
        try (DnsListener several = DnsListener.start(addresses, answerer)) {
            assertEquals(addresses, several.addresses());
            for (InetSocketAddress address : addresses) {
                DnsCheck.Answer answer = new DnsCheck(address, Duration.ofSeconds(5))
                        .ask("www.geo.example", RecordType.A, Optional.of(Prefix.parse("203.0.113.0/24")));
                assertEquals(List.of("A 192.0.2.1"), answer.data());
            }
        }
    }

    @Test
    void whenItIsClosedTheNextCanStartAtOnce() throws IOException {
        InetSocketAddress address = new InetSocketAddress(FreePort.loopback(), FreePort.next());
        for (int i = 0; i < 100; i++) {
            try (TcpServer _ = TcpServer.start(address, answerer);
                    Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.getOutputStream().write(new byte[2]);
                assertEquals(-1, client.getInputStream().read(), "nothing deserves no answer");
            }
        }
    }

    @Test
    void aConnectionThatGetsNoThreadIsClosedAndTheNextIsAnswered() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        int port = FreePort.next();
        try (TcpServer _ = TcpServer.start(
                new InetSocketAddress(FreePort.loopback(), port),
                answerer,
                work -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("unable to create native thread, as the test wants it");
                    }
                    return Thread.ofVirtual().unstarted(work);
                },
                Duration.ofSeconds(10))) {
            byte[] query = Stub.query("www.geo.example", Type.A, Prefix.parse("203.0.113.0/24"))
                    .toWire();
            try (Socket refused = new Socket(FreePort.loopback(), port)) {
                assertEquals(-1, refused.getInputStream().read(), "closed");
            }
            try (Socket served = new Socket(FreePort.loopback(), port)) {
                DataOutputStream out = new DataOutputStream(served.getOutputStream());
                out.writeShort(query.length);
                out.write(query);
                assertTrue(new DataInputStream(served.getInputStream()).readUnsignedShort() > query.length);
            }
        }
    }

    @Test
    void whoTakesNoAnswersKeepsNoConnection() throws IOException {
        int port = FreePort.next();
        byte[] query = query("www.geo.example", Type.A).toWire();
        byte[] frame = ByteBuffer.allocate(query.length + 2)
                .putShort((short) query.length)
                .put(query)
                .array();
        try (TcpServer _ = TcpServer.start(
                        new InetSocketAddress(FreePort.loopback(), port),
                        answerer,
                        Thread.ofVirtual().factory(),
                        Duration.ofMillis(100));
                Socket deaf = new Socket(FreePort.loopback(), port)) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> assertThrows(SocketException.class, () -> {
                        while (true) {
                            deaf.getOutputStream().write(frame);
                        }
                    }));
        }
    }

    @Test
    void withoutASubnetOrWithZeroTheResolverDecides() throws IOException {
        assertEquals(
                new DnsCheck.Answer("NOERROR", List.of("A 192.0.2.3"), -1), ask("www.geo.example", RecordType.A, ""));
        DnsCheck.Answer hidden = ask("www.geo.example", RecordType.A, "0.0.0.0/0");
        assertEquals(List.of("A 192.0.2.3"), hidden.data());
        assertTrue(hidden.scope() >= 1, "an answer that depends on the client is not for everybody");
    }

    @Test
    void emptyAnswersBringTheSoa() throws IOException {
        for (var expected : List.of(
                new Object[] {"nope.geo.example", Rcode.NXDOMAIN}, new Object[] {"wild.geo.example", Rcode.NOERROR})) {
            Message answer = exchange(query((String) expected[0], Type.A));
            assertEquals(expected[1], answer.getRcode());
            assertTrue(answer.getHeader().getFlag(Flags.AA));
            assertEquals(List.of(), answer.getSection(Section.ANSWER));
            assertEquals(
                    Type.SOA, answer.getSection(Section.AUTHORITY).getFirst().getType());
        }
    }

    @Test
    void theCaseOfTheQuestionIsKept() throws IOException {
        Message answer = exchange(query("wWw.GEO.example", Type.A));
        assertEquals(
                "wWw.GEO.example.",
                answer.getSection(Section.ANSWER).getFirst().getName().toString());
        assertEquals("wWw.GEO.example.", answer.getQuestion().getName().toString());
    }

    @Test
    void refusesWhatItDoesNotServe() throws IOException {
        assertEquals(Rcode.REFUSED, exchange(query("www.example.org", Type.A)).getRcode());
        assertEquals(Rcode.REFUSED, exchange(query("geo.example", Type.AXFR)).getRcode());
        Message chaos = Message.newQuery(Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CHAOS));
        assertEquals(Rcode.REFUSED, exchange(chaos).getRcode());
        Message notify = query("geo.example", Type.SOA);
        notify.getHeader().setOpcode(Opcode.NOTIFY);
        assertEquals(Rcode.NOTIMP, exchange(notify).getRcode());
    }

    @Test
    void answersEveryBrokenMessageWithItsCode() throws IOException {
        Message two = query("www.geo.example", Type.A);
        two.addRecord(Record.newRecord(Name.fromString("x.geo.example."), Type.A, DClass.IN), Section.QUESTION);
        assertEquals(Rcode.FORMERR, exchange(two).getRcode());
        Message newer = query("www.geo.example", Type.A);
        newer.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertEquals(Rcode.BADVERS, exchange(newer).getRcode());
        Message scoped = query("www.geo.example", Type.A);
        scoped.addRecord(
                new OPTRecord(1232, 0, 0, 0, new ClientSubnetOption(24, 8, InetAddress.ofLiteral("203.0.113.0"))),
                Section.ADDITIONAL);
        assertEquals(Rcode.FORMERR, exchange(scoped).getRcode());
        byte[] cut = query("www.geo.example", Type.A).toWire();
        cut[5] = 9; // announces nine questions
        Message answer =
                new Message(answerer.answer(cut, RESOLVER, Transport.UDP).orElseThrow());
        assertEquals(Rcode.FORMERR, answer.getRcode());
    }

    @Test
    void neverAnswersAnAnswerAndNeverBreaksOnNoise() throws IOException {
        Message answer = query("www.geo.example", Type.A);
        answer.getHeader().setFlag(Flags.QR);
        assertFalse(answerer.answer(answer.toWire(), RESOLVER, Transport.UDP).isPresent());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Message model = query("www.geo.example", Type.A);
        model.addRecord(
                new OPTRecord(1232, 0, 0, 0, new ClientSubnetOption(24, InetAddress.ofLiteral("203.0.113.0"))),
                Section.ADDITIONAL);
        byte[] sound = model.toWire();
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = sound.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            }
            byte[] sent = random.nextInt(4) == 0 ? Arrays.copyOf(noise, random.nextInt(80)) : noise;
            Optional<byte[]> got = answerer.answer(sent, RESOLVER, Transport.UDP);
            if (got.isPresent()) {
                assertEquals(
                        ByteBuffer.wrap(sent).getShort(),
                        ByteBuffer.wrap(got.get()).getShort(),
                        "seed " + seed);
                assertTrue(got.get().length <= DnsAnswerer.UDP_PAYLOAD, "seed " + seed);
            }
        }
    }

    @Test
    void tcpAnswersSeveralQuestionsOnOneConnection() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(listener.addresses().getFirst(), 5000);
            socket.setSoTimeout(5000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (String name : List.of("www.geo.example", "nope.geo.example")) {
                byte[] query = query(name, Type.A).toWire();
                byte[] frame = ByteBuffer.allocate(query.length + 2)
                        .putShort((short) query.length)
                        .put(query)
                        .array();
                socket.getOutputStream().write(frame);
                byte[] answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                assertEquals(name.startsWith("www") ? Rcode.NOERROR : Rcode.NXDOMAIN, new Message(answer).getRcode());
            }
        }
    }

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    }

    private Message exchange(Message query) throws IOException {
        return new Message(
                answerer.answer(query.toWire(), RESOLVER, Transport.UDP).orElseThrow());
    }
}
