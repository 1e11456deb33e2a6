package org.isochrone.probe.name;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are looked up behind the back of whoever asks. */
class KnownHostsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final IpAddress ONE = IpAddress.parse("192.0.2.1");
    private static final IpAddress TWO = IpAddress.parse("192.0.2.2");

    private final Map<String, IpAddress> answers = new ConcurrentHashMap<>();
    private final ManualClock clock = new ManualClock();
    private HostFile file = HostFile.none();
    private volatile boolean silent;
    private volatile List<String> wanted = List.of("a", "b");

    private KnownHosts hosts(CountDownLatch gate) {
        HostAddresses resolver = new HostAddresses(host -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (silent) {
                throw new UnknownHostException(host + ": Temporary failure in name resolution");
            }
            IpAddress address = answers.get(host);
            if (address == null) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {address.toInetAddress()};
        });
        return new KnownHosts(() -> wanted, resolver, clock.clocks().nanoTime(), file);
    }

    @Test
    void askingNeverWaits() {
        CountDownLatch gate = new CountDownLatch(1);
        answers.put("a", ONE);
        KnownHosts hosts = hosts(gate);
        assertEquals(Map.of(), hosts.now());
        gate.countDown();
        Await.until(PATIENCE, () -> hosts.now().equals(Map.of("a", Set.of(ONE))));
    }

    @Test
    void whatFailedIsTriedAgainAndNewHostsAreSeenAtOnce() {
        answers.put("a", ONE);
        KnownHosts hosts = hosts(new CountDownLatch(0));
        hosts.settle(PATIENCE);
        assertEquals(Map.of("a", Set.of(ONE)), hosts.now());
        answers.put("b", TWO);
        clock.pass(KnownHosts.AGAIN);
        hosts.settle(PATIENCE);
        assertEquals(Map.of("a", Set.of(ONE), "b", Set.of(TWO)), hosts.now());
        wanted = List.of("b", "192.0.2.1");
        clock.pass(Duration.ofSeconds(1));
        hosts.settle(PATIENCE);
        assertEquals(Map.of("192.0.2.1", Set.of(ONE), "b", Set.of(TWO)), hosts.now());
    }

    @Test
    void aHostOfWhichNobodySaysAnythingIsUnknownAndOneThatIsNotThereIsNot(@TempDir Path folder) {
        file = HostFile.at(folder.resolve("hosts"));
        silent = true;
        KnownHosts hosts = hosts(new CountDownLatch(0));
        hosts.settle(PATIENCE);
        assertEquals(List.of("a", "b"), hosts.unknown());
        answers.put("a", ONE);
        silent = false;
        clock.pass(Duration.ofSeconds(5));
        hosts.settle(PATIENCE);
        assertEquals(List.of(), hosts.unknown(), "b is not there, and that is said");
        silent = true;
        clock.pass(KnownHosts.AGAIN);
        hosts.settle(PATIENCE);
        assertEquals(Map.of("a", Set.of(ONE)), hosts.now());
        assertEquals(List.of(), hosts.unknown());

        KnownHosts next = hosts(new CountDownLatch(0));
        next.settle(PATIENCE);
        assertEquals(Map.of("a", Set.of(ONE)), next.now(), "of an earlier process");
        assertEquals(List.of("b"), next.unknown());
    }
}
