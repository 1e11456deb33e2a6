package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsAsSeenByDigTest {
    private final World world = new World();
    private DnsListener listener;
    private int port;

    @BeforeEach
    void start() throws IOException {
        listener = DnsListener.start(List.of(new InetSocketAddress(FreePort.loopback(), 0)), messages());
        port = listener.addresses().getFirst().getPort();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void answersAreRightAsSeenByDig() {
        new Steering(port).isRight();
    }

    @Test
    void overTcpTheSame() {
        Dig.Answer answer = Dig.ask(port, "www.geo.example", "A", "+tcp", "+subnet=198.51.100.0/24");
        assertEquals("NOERROR A 192.0.2.2 A 192.0.2.22", answer.brief());
        assertEquals("198.51.100.0/24/24", answer.subnet());
    }

    @Test
    void subnetsAreEchoedAndZeroAsksNotToBeKnown() {
        assertEquals(
                "0.0.0.0/0/8",
                Dig.ask(port, "www.geo.example", "A", "+subnet=0.0.0.0/0").subnet());
        assertEquals(
                "203.0.113.0/24/0",
                Dig.ask(port, "nope.geo.example", "A", "+subnet=203.0.113.0/24").subnet());
        assertEquals(
                "203.0.113.7/32/24",
                Dig.ask(port, "www.geo.example", "A", "+subnet=203.0.113.7/32").subnet());
        assertEquals(
                "::ffff:203.0.113.0/120/120",
                Dig.ask(port, "www.geo.example", "A", "+subnet=::ffff:203.0.113.0/120")
                        .subnet());
        assertEquals(
                "NOERROR A 192.0.2.1",
                Dig.ask(port, "www.geo.example", "A", "+subnet=::ffff:203.0.113.0/120")
                        .brief());
        assertEquals("", Dig.ask(port, "www.geo.example", "A", "+noedns").subnet());
        assertEquals(
                "NOERROR A 192.0.2.3",
                Dig.ask(port, "www.geo.example", "A", "+subnet=0").brief());
    }

    @Test
    void ednsAndOpcodesAndClasses() {
        assertEquals(
                "BADVERS",
                Dig.ask(port, "www.geo.example", "A", "+edns=1", "+noednsneg").status());
        assertEquals(
                "NOTIMP",
                Dig.ask(port, "www.geo.example", "A", "+opcode=notify").status());
        assertEquals("REFUSED", Dig.ask(port, "version.bind", "TXT", "-c", "CH").status());
        assertEquals("REFUSED", Dig.ask(port, "www.example.org", "A").status());
        assertEquals("NOERROR", Dig.ask(port, "www.geo.example", "A", "+noedns").status());
    }

    @Test
    void whatDoesNotFitIsMarked() throws IOException {
        world.down("fra", "nyc", "sgp");
        Message query = Stub.query("www.geo.example", Type.ANY, Prefix.parse("203.0.113.0/24"));
        byte[] answer = messages()
                .answer(query.toWire(), IpAddress.of(FreePort.loopback()), Transport.UDP)
                .orElseThrow();
        assertEquals(6, new Message(answer).getSection(Section.ANSWER).size());
        Message small = Message.newQuery(Record.newRecord(
                Name.fromString("x".repeat(63) + "." + "y".repeat(63) + "." + "z".repeat(63) + ".wild.geo.example."),
                Type.ANY,
                1));
        Message whole = new Message(messages()
                .answer(small.toWire(), IpAddress.of(FreePort.loopback()), Transport.TCP)
                .orElseThrow());
        Message cut = new Message(messages()
                .answer(small.toWire(), IpAddress.of(FreePort.loopback()), Transport.UDP)
                .orElseThrow());
        assertTrue(whole.numBytes() > 0 && !whole.getHeader().getFlag(Flags.TC));
        assertEquals(
                cut.getHeader().getFlag(Flags.TC),
                cut.getSection(Section.ANSWER).isEmpty());
    }

    @Test
    void brokenMessagesAreAnsweredOrDroppedAndNeverFail() throws IOException {
        byte[] good = Stub.query("www.geo.example", Type.A, Prefix.parse("203.0.113.0/24"))
                .toWire();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(good.length) : good.length);
            for (int edits = random.nextInt(6); edits > 0 && bytes.length > 0; edits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Optional<byte[]> answer = messages().answer(bytes, IpAddress.of(FreePort.loopback()), Transport.UDP);
            if (answer.isPresent()) {
                byte[] wire = answer.get();
                assertTrue(wire.length >= 12 && wire.length <= 1232, "seed " + seed);
                assertTrue((wire[2] & 0x80) != 0 && wire[0] == bytes[0] && wire[1] == bytes[1], "seed " + seed);
                assertTrue(
                        (wire[3] & 15) != Rcode.SERVFAIL,
                        "seed " + seed + " " + HexFormat.of().formatHex(bytes));
            }
        }
    }

    @Test
    void aTcpConnectionTakesManyQuestions() throws IOException {
        byte[] query = Stub.query("www.geo.example", Type.A, Prefix.parse("203.0.113.0/24"))
                .toWire();
        try (Socket socket = new Socket(FreePort.loopback(), port)) {
            socket.setSoTimeout(5000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                out.writeShort(query.length);
                out.write(query);
            }
            for (int i = 0; i < 3; i++) {
                byte[] answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                assertEquals(Opcode.QUERY, new Message(answer).getHeader().getOpcode());
                assertEquals(1, new Message(answer).getSection(Section.ANSWER).size());
            }
            out.writeShort(3);
            out.write(new byte[3]);
            assertEquals(-1, in.read(), "what is no DNS message ends the connection");
        }
    }

    private DnsAnswerer messages() {
        return new DnsAnswerer(world.responder, world.counters);
    }
}
