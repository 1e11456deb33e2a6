package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.isochrone.probe.pace.Admission.Granted;
import org.isochrone.probe.pace.Admission.PeerBusy;
import org.isochrone.probe.pace.Admission.Refused;
import org.isochrone.probe.pace.Admission.TooSoon;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;

class PacerTest {
    private final ManualClock clock = new ManualClock();

    private Pacer pacer(PaceLimits limits, boolean allowReserved) {
        return new Pacer(
                limits,
                new AddressPolicy(allowReserved, OwnSpace.none()),
                ExclusionList.none(),
                new ProbeMemory(clock.clocks()),
                clock.clocks().nanoTime());
    }

    private record Grant(long nanos, IpAddress address, int packets) {}

    /** Random requests; then every rule is checked by brute force on what was granted. */
    @Test
    void everyLimitHoldsForWhatWasGranted() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        PaceLimits limits = new PaceLimits(20, 3);
        Pacer pacer = pacer(limits, false);
        List<Grant> grants = new ArrayList<>();
        long origin = clock.clocks().nanos();
        for (int i = 0; i < 20_000; i++) {
            IpAddress address = IpAddress.parse("8.8." + random.nextInt(20) + "." + random.nextInt(20));
            int packets = 1 + random.nextInt(5);
            switch (pacer.admit(icmp(address), packets)) {
                case Granted() -> grants.add(new Grant(clock.clocks().nanos() - origin, address, packets));
                case PeerBusy(long nanos) -> clock.pass(Duration.ofNanos(nanos));
                case TooSoon(long nanos) -> assertTrue(nanos > 0);
                case Refused(String reason) -> throw new AssertionError(reason);
            }
            clock.pass(Duration.ofMillis(random.nextInt(300)));
        }
        assertTrue(grants.size() > 1000, "grants " + grants.size());
        for (int from = 0; from < grants.size(); from++) {
            long packets = 0;
            long bursts = 0;
            for (int to = from; to < grants.size(); to++) {
                Grant first = grants.get(from);
                Grant last = grants.get(to);
                double seconds = (last.nanos - first.nanos) / 1e9;
                packets += last.packets;
                assertTrue(packets <= 5 + 20 * seconds + 1e-6, "seed " + seed);
                if (last.address.leaf().equals(first.address.leaf())) {
                    bursts++;
                    assertTrue(bursts <= 1 + 3 * seconds / 60 + 1e-6, "seed " + seed);
                }
                if (from != to && last.address.equals(first.address)) {
                    assertTrue(seconds >= 600, "seed " + seed + ": " + seconds);
                }
            }
        }
    }

    @Test
    void saysWhenItIsWorthAskingAgain() {
        Pacer pacer = pacer(PaceLimits.DEFAULT, false);
        IpAddress one = IpAddress.parse("9.9.9.9");
        IpAddress neighbour = IpAddress.parse("9.9.9.10");
        assertInstanceOf(Granted.class, pacer.admit(icmp(one), 3));
        assertEquals(new TooSoon(Duration.ofMinutes(10).toNanos()), pacer.admit(icmp(one), 3));
        assertEquals(new TooSoon(Duration.ofSeconds(30).toNanos()), pacer.admit(icmp(neighbour), 3));
        assertInstanceOf(Granted.class, pacer.admit(icmp(IpAddress.parse("9.9.8.9")), 3));
        clock.pass(Duration.ofSeconds(30));
        assertInstanceOf(Granted.class, pacer.admit(icmp(neighbour), 3));
        clock.pass(Duration.ofSeconds(570));
        assertInstanceOf(Granted.class, pacer.admit(icmp(one), 3));
    }

    @Test
    void jumpsOfTheWallClockDoNotMatter() {
        Pacer pacer = pacer(PaceLimits.DEFAULT, false);
        IpAddress one = IpAddress.parse("9.9.9.9");
        pacer.admit(icmp(one), 3);
        clock.jump(Duration.ofHours(1));
        assertInstanceOf(TooSoon.class, pacer.admit(icmp(one), 3));
    }

    @Test
    void theTestSwitchLiftsTheLimitsForLoopbackOnly() {
        Pacer pacer = pacer(PaceLimits.DEFAULT, true);
        IpAddress loopback = IpAddress.parse("127.1.2.3");
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Granted.class, pacer.admit(icmp(loopback), 3));
            clock.pass(Duration.ofMillis(30));
        }
        IpAddress documentation = IpAddress.parse("192.0.2.1");
        assertInstanceOf(Granted.class, pacer.admit(icmp(documentation), 3));
        clock.pass(Duration.ofSeconds(1));
        assertInstanceOf(TooSoon.class, pacer.admit(icmp(documentation), 3));
        assertInstanceOf(Refused.class, pacer(PaceLimits.DEFAULT, false).admit(icmp(loopback), 3));
    }

    @Test
    void thePeersLimitHoldsForLoopbackToo() {
        Pacer pacer = pacer(new PaceLimits(100, 2), true);
        IpAddress loopback = IpAddress.parse("127.1.2.3");
        int granted = 0;
        while (pacer.admit(icmp(loopback), 5) instanceof Granted) {
            granted++;
        }
        assertEquals(2, granted, "a tenth of a second's packets");
    }

    @Test
    void ceilingsCannotBeLifted() {
        IllegalArgumentException tooFast =
                assertThrows(IllegalArgumentException.class, () -> new PaceLimits(10_001, 1));
        assertTrue(tooFast.toString().contains("must be in [1..10000]: packetsPerSecond=10001"), tooFast.toString());
        assertThrows(IllegalArgumentException.class, () -> new PaceLimits(100, 11));
        assertThrows(IllegalArgumentException.class, () -> new PaceLimits(0, 1));
    }

    private static Target icmp(IpAddress address) {
        return new Target(address.leaf(), address, ProbeMethod.ICMP, 0);
    }
}
