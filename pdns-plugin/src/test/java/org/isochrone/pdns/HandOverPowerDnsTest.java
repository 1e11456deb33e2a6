package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real PowerDNS moves every connection to a new server, whether it is asked over UDP, over TCP, or not at all. */
class HandOverPowerDnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final World world = new World();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private UnixServer server(String protocol) throws IOException {
        Path socket = folder.resolve("socket");
        return protocol.equals("remote")
                ? RemoteServer.start(socket, 0666, new RemoteContext(world.responder, world.counters))
                : PipeServer.start(socket, 0666, world.pipe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "remote"})
    void everyConnectionMovesAndNoAnswerIsLost(String protocol) throws Exception {
        UnixServer current = server(protocol);
        try (PowerDns powerDns = PowerDns.start(
                folder, Examples.read(protocol + "-socket.conf", Map.of("SOCKET", folder.resolve("socket"))))) {
            Stub udp = new Stub(powerDns.port());
            Stub tcp = new Stub(powerDns.port()).overTcp();
            ask(udp, 0);
            ask(tcp, 1);
            // nobody asks: all connections are idle
            current = replaced(current, protocol, powerDns.port());
            ask(tcp, 2);
            ask(udp, 3);
            AtomicBoolean over = new AtomicBoolean();
            Map<Stub, LongAdder> asked = Map.of(udp, new LongAdder(), tcp, new LongAdder());
            List<Thread> asking = asked.entrySet().stream()
                    .map(each -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; !over.get(); i++) {
                            ask(each.getKey(), i % 256);
                            each.getValue().increment();
                        }
                    }))
                    .toList();
            for (int i = 0; i < 4; i++) {
                current = replaced(current, protocol, powerDns.port());
                // PowerDNS asks once more and not twice, so each must have its answer before the next upgrade
                asked.values().forEach(LongAdder::reset);
                Await.until(PATIENCE, () -> asked.values().stream().allMatch(count -> count.sum() > 20));
            }
            over.set(true);
            for (Thread each : asking) {
                each.join();
            }
            assertEquals(List.of(), List.copyOf(wrong), powerDns::log);
            assertTrue(current.connections() > 0);
            assertTrue(powerDns.alive());
        } finally {
            current.close();
        }
    }

    private UnixServer replaced(UnixServer old, String protocol, int powerDns) throws IOException {
        UnixServer successor = server(protocol);
        new HandOver(
                        List.of(old),
                        List.of(new InetSocketAddress(FreePort.loopback(), powerDns)),
                        world.config.zones().getFirst())
                .run(PATIENCE);
        assertEquals(0, old.connections(), "every connection has moved");
        old.close();
        return successor;
    }

    private void ask(Stub stub, int client) {
        try {
            String answer = stub.ask("www.geo.example", Stub.type("A"), Prefix.parse("203.0.113." + client + "/32"));
            if (!answer.equals("NOERROR 192.0.2.1")) {
                wrong.add(answer);
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }
}
