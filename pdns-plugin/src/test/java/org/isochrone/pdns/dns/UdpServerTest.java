package org.isochrone.pdns.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.isochrone.pdns.World;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Over loopback a datagram is only lost where there is no room for it, and these tests send few at a time. */
@Timeout(60)
class UdpServerTest {
    /** With so many, a socket gets none of them less than once in 10^15 runs. */
    private static final int PORTS = 128;

    private final World world = new World();
    private final ResponseLimit limit = new ResponseLimit(0, System::nanoTime, 42);

    private UdpServer start(String address, int port) throws IOException {
        return start(address, port, () -> Optional.of(world.snapshot()));
    }

    private UdpServer start(String address, int port, Supplier<Optional<Snapshot>> snapshots) throws IOException {
        Responder responder = new Responder(world.config, snapshots, world.clients, world.counters);
        return UdpServer.start(
                new InetSocketAddress(InetAddress.ofLiteral(address), port),
                new DnsAnswerer(responder, world.counters),
                limit);
    }

    private static DatagramChannel client(UdpServer server) throws IOException {
        return DatagramChannel.open().connect(new InetSocketAddress(FreePort.loopback(), server.port()));
    }

    private static void ask(DatagramChannel client, int id) throws IOException {
        Message query = Stub.query("www.geo.example", Type.A, Prefix.parse("203.0.113.0/24"));
        query.getHeader().setID(id);
        client.write(ByteBuffer.wrap(query.toWire()));
    }

    private static void assertAnswered(DatagramChannel client, int id) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(DnsAnswerer.UDP_PAYLOAD);
        client.read(buffer);
        Message answer = new Message(buffer.flip());
        assertEquals(id, answer.getHeader().getID());
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals(
                List.of("192.0.2.1"),
                answer.getSection(Section.ANSWER).stream()
                        .map(Record::rdataToString)
                        .toList());
    }

    @Test
    void allThreadsAnswerAndEachPortGetsItsOwnAnswersInOrder() throws IOException {
        Set<Thread> answering = ConcurrentHashMap.newKeySet();
        List<DatagramChannel> clients = new ArrayList<>();
        try (UdpServer server = start("127.0.0.1", 0, () -> {
            answering.add(Thread.currentThread());
            return Optional.of(world.snapshot());
        })) {
            for (int i = 0; i < PORTS; i++) {
                clients.add(client(server));
            }
            for (int round = 0; round < 50; round++) {
                for (int i = 0; i < PORTS; i++) {
                    ask(clients.get(i), round * PORTS + i);
                }
                for (int i = 0; i < PORTS; i++) {
                    assertAnswered(clients.get(i), round * PORTS + i);
                }
            }
            assertEquals(Math.min(4, Runtime.getRuntime().availableProcessors()), answering.size());
        } finally {
            for (DatagramChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void anErrorCostsOneQuestionAndNoThread() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (UdpServer server = start("127.0.0.1", 0, () -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new InternalError("as the test wants it");
                    }
                    return Optional.of(world.snapshot());
                });
                DatagramChannel client = client(server)) {
            ask(client, 1);
            ask(client, 2);
            assertAnswered(client, 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "127.0.0.1, 0.0.0.0", "0.0.0.0, 127.0.0.1", "::1, ::1", "::, ::1", "::, 0.0.0.0"
    })
    void whoComesSecondIsRefused(String first, String second) throws IOException {
        try (UdpServer server = start(first, 0)) {
            int port = server.port();
            assertTrue(port > 0);
            assertRefused(second, port);
        }
    }

    @Test
    void aPortThatAnotherProgramSharesIsRefusedAsWell() throws IOException {
        try (DatagramChannel other = DatagramChannel.open()) {
            int port = FreePort.next();
            other.setOption(StandardSocketOptions.SO_REUSEPORT, true)
                    .bind(new InetSocketAddress(FreePort.loopback(), port));
            assertRefused("127.0.0.1", port);
        }
    }

    private void assertRefused(String address, int port) {
        assertEquals(
                "Address already in use",
                assertThrows(BindException.class, () -> start(address, port).close())
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
    void whenItIsClosedTheNextCanStartAtOnce(String address) throws IOException {
        int port = FreePort.next();
        for (int i = 0; i < 100; i++) {
            start(address, port).close();
        }
    }
}
