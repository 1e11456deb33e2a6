package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What every {@link BurstStore} does. */
public abstract class BurstStoreContract {
    /** A moment with microseconds, as all stores keep it. */
    protected static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123456Z");

    private static final Prefix V4 = Prefix.parse("192.0.2.0/24");
    private static final Prefix V6 = Prefix.parse("2001:db8:7::/48");

    /** Returns an empty store. */
    protected abstract BurstStore store();

    @Test
    void keepsEveryField() {
        BurstStore store = store();
        List<Burst> bursts = List.of(
                new Burst(V4, "ams", T0, ProbeMethod.TCP, 3, 2, 11, 12, Burst.MAX_RTT_NANOS),
                Burst.single(V4, "nyc", T0, ProbeMethod.ICMP, 7).of(IpAddress.parse("192.0.2.255")),
                Burst.loss(V6, "ams", T0, ProbeMethod.DNS, 255).of(IpAddress.parse("2001:db8:7::53")),
                Burst.single(V6, "nyc", T0, ProbeMethod.PASSIVE, 1));
        assertEquals(4, store.append("peer", numbered(1, bursts)));
        assertEquals(bursts, scan(store, T0, T0.plusNanos(1000)));
    }

    @Test
    void aBatchThatIsSentAgainIsKeptOnce() {
        BurstStore store = store();
        List<NumberedBurst> first = numbered(1, bursts(10));
        assertEquals(10, store.append("peer", first));
        assertEquals(0, store.append("peer", first));
        List<NumberedBurst> overlapping = numbered(1, bursts(15)).subList(5, 15);
        assertEquals(5, store.append("peer", overlapping));
        assertEquals(15, scan(store, Instant.EPOCH, Instant.MAX).size());
    }

    @Test
    void sequencesOfPeersAreIndependent() {
        BurstStore store = store();
        assertEquals(3, store.append("one", numbered(1, bursts(3))));
        assertEquals(3, store.append("two", numbered(1, bursts(3))));
        assertEquals(6, scan(store, Instant.MIN, Instant.MAX).size());
    }

    @Test
    void theFirstBurstOfASequenceStays() {
        BurstStore store = store();
        Burst first = Burst.single(V4, "ams", T0, ProbeMethod.TCP, 5);
        Burst second = Burst.single(V4, "ams", T0, ProbeMethod.TCP, 6);
        assertEquals(1, store.append("peer", List.of(new NumberedBurst(7, first), new NumberedBurst(7, second))));
        assertEquals(List.of(first), scan(store, T0, T0.plusSeconds(1)));
    }

    @Test
    void aBatchThatIsSentAgainOutOfOrderIsKeptOnce() {
        BurstStore store = store();
        List<NumberedBurst> all = numbered(1, bursts(50));
        assertEquals(10, store.append("peer", all.subList(30, 40)));
        assertEquals(1, store.append("other", all.subList(30, 31)));
        assertEquals(30, store.append("peer", all.subList(0, 35)));
        assertEquals(10, store.append("peer", all));
        assertEquals(0, store.append("peer", all.reversed()));
        assertEquals(51, scan(store, Instant.EPOCH, Instant.MAX).size());
    }

    @Test
    void theFirstBurstOfAPeerIsKnown() {
        BurstStore store = store();
        assertEquals(Optional.empty(), store.first("peer"));
        store.append("peer", numbered(1, bursts(3).reversed()).reversed());
        store.append("other", numbered(1, bursts(1)));
        assertEquals(Optional.of(T0.plusMillis(2)), store.first("peer"));
        store.append("peer", numbered(4, bursts(1)));
        assertEquals(Optional.of(T0.plusMillis(2)), store.first("peer"));
    }

    @Test
    void theWindowIsHalfOpen() {
        BurstStore store = store();
        Burst early = Burst.single(V4, "ams", T0, ProbeMethod.TCP, 5);
        Burst late = Burst.single(V4, "ams", T0.plusSeconds(1), ProbeMethod.TCP, 5);
        store.append("peer", numbered(1, List.of(late, early)));
        assertEquals(List.of(early), scan(store, T0, T0.plusSeconds(1)));
        assertEquals(
                List.of(late), scan(store, T0.plusNanos(1), T0.plusSeconds(1).plusNanos(1)));
        assertEquals(List.of(), scan(store, T0.plusSeconds(2), T0.plusSeconds(1)));
    }

    @Test
    void timesAreCutToTheMicrosecond() {
        BurstStore store = store();
        store.append("peer", numbered(1, List.of(Burst.single(V4, "ams", T0.plusNanos(999), ProbeMethod.TCP, 5))));
        assertEquals(T0, scan(store, T0, T0.plusSeconds(1)).getFirst().at());
    }

    @Test
    void nothingIsNothing() {
        BurstStore store = store();
        assertEquals(0, store.append("peer", List.of()));
        assertTrue(scan(store, Instant.EPOCH, Instant.MAX).isEmpty());
    }

    @Test
    void whatArrivesAfterAMarkIsFoundHoweverLateItComes() {
        BurstStore store = store();
        store.append("one", numbered(1, bursts(3)));
        store.append("two", numbered(1, bursts(3)));
        Arrivals seen = store.scan(T0, T0.plusSeconds(9), _ -> {});
        assertEquals(Map.of("one", 1L, "two", 1L), seen.newest());
        assertEquals(List.of(), arrived(store, seen));
        Burst early = Burst.single(V4, "ams", T0.plusNanos(5000), ProbeMethod.TCP, 5);
        Burst late = Burst.single(V4, "ams", T0.plusSeconds(8), ProbeMethod.TCP, 6);
        Burst other = Burst.single(V6, "ams", T0.plusSeconds(5), ProbeMethod.TCP, 7);
        Burst outside = Burst.single(V6, "ams", T0.plusSeconds(9), ProbeMethod.TCP, 8);
        store.append("one", numbered(4, List.of(late, early, outside)));
        store.append("one", numbered(1, bursts(3)));
        store.append("new", numbered(1, List.of(other)));
        assertEquals(List.of(early, other, late), arrived(store, seen));
        Arrivals now = store.scanUnseen(new ReadMark(seen, T0.plusSeconds(9)), T0, T0.plusSeconds(9), _ -> {});
        assertEquals(List.of(), arrived(store, now));
        assertEquals(now, store.scan(T0, T0, _ -> {}));
    }

    private static List<Burst> arrived(BurstStore store, Arrivals since) {
        List<Burst> found = new ArrayList<>();
        store.scanUnseen(new ReadMark(since, T0.plusSeconds(9)), T0, T0.plusSeconds(9), found::add);
        return found;
    }

    @Test
    void whatIsMeasuredAfterTheEndOfAMarkIsFoundHoweverEarlyItCame() {
        BurstStore store = store();
        Burst early = Burst.single(V4, "ams", T0, ProbeMethod.TCP, 5);
        Burst ahead = Burst.single(V4, "ams", T0.plusSeconds(5), ProbeMethod.TCP, 6);
        store.append("one", numbered(1, List.of(ahead, early)));
        ReadMark mark = new ReadMark(store.scan(T0, T0.plusSeconds(5), _ -> {}), T0.plusSeconds(5));
        Burst late = Burst.single(V6, "nyc", T0.plusSeconds(1), ProbeMethod.TCP, 7);
        store.append("two", numbered(1, List.of(late)));
        List<Burst> found = new ArrayList<>();
        store.scanUnseen(mark, T0, T0.plusSeconds(6), found::add);
        assertEquals(List.of(late, ahead), found);
        found.clear();
        store.scanUnseen(mark, T0, T0.plusSeconds(5), found::add);
        assertEquals(List.of(late), found);
    }

    /** Rounds that go on from each other's marks find every burst once, as one reading of all does. */
    @Test
    void marksFindEachBurstOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BurstStore store = store();
        List<Burst> found = new ArrayList<>();
        ReadMark mark = ReadMark.NONE;
        Instant now = T0;
        long sequence = 1;
        for (int round = 0; round < 30; round++) {
            for (int batch = 0; batch < random.nextInt(4); batch++) {
                List<Burst> bursts = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(5); i++) {
                    // Some are replayed late, and some come from a clock that is ahead.
                    long age = random.nextLong(
                            -40_000, 1 + Duration.between(T0, now).toMillis());
                    bursts.add(Burst.single(V4, "ams", now.minusMillis(age), ProbeMethod.TCP, sequence + i));
                }
                store.append("peer" + random.nextInt(3), numbered(sequence, bursts));
                sequence += bursts.size();
            }
            now = now.plusMillis(random.nextLong(20_000));
            mark = new ReadMark(store.scanUnseen(mark, T0, now, found::add), now);
        }
        Comparator<Burst> byValue = Comparator.comparingLong(Burst::minNanos);
        assertEquals(
                scan(store, T0, now).stream().sorted(byValue).toList(),
                found.stream().sorted(byValue).toList(),
                "seed " + seed);
    }

    @Test
    void scansInOrderOfTimePrefixAndZone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            IpAddress address = random.nextBoolean()
                    ? new IpAddress(V4.family(), (long) random.nextInt(500) << 40, 0)
                    : new IpAddress(V6.family(), (long) random.nextInt(500) << 16, 0);
            bursts.add(Burst.single(
                    address.leaf(),
                    "zone" + random.nextInt(5),
                    T0.plusSeconds(random.nextInt(100)),
                    ProbeMethod.TCP,
                    i + 1));
        }
        BurstStore store = store();
        assertEquals(bursts.size(), store.append("peer", numbered(1, bursts)));
        List<Burst> expected = bursts.stream()
                .sorted(Comparator.comparing(Burst::at)
                        .thenComparing(Burst::prefix)
                        .thenComparing(Burst::zone))
                .toList();
        assertIterableEquals(expected, scan(store, T0, T0.plusSeconds(100)), "seed " + seed);
    }

    /** Returns {@code count} different bursts. */
    protected static List<Burst> bursts(int count) {
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bursts.add(Burst.single(V4, "ams", T0.plusMillis(i), ProbeMethod.TCP, 1_000_000 + i));
        }
        return bursts;
    }

    /** Numbers bursts from {@code first}. */
    protected static List<NumberedBurst> numbered(long first, List<Burst> bursts) {
        List<NumberedBurst> numbered = new ArrayList<>();
        for (Burst burst : bursts) {
            numbered.add(new NumberedBurst(first + numbered.size(), burst));
        }
        return numbered;
    }

    /** Collects what a scan hands over. */
    protected static List<Burst> scan(BurstStore store, Instant from, Instant to) {
        List<Burst> found = new ArrayList<>();
        store.scan(from, to, found::add);
        return found;
    }
}
