package org.isochrone.probe.passive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.junit.jupiter.api.Test;

class PassiveAggregatorTest {
    private static final Instant START = Instant.parse("2026-11-21T15:00:00Z");

    private final List<Burst> bursts = new ArrayList<>();

    private record RoundTrip(Instant at, String address, int micros) {}

    private PassiveAggregator aggregator(boolean allowReserved, int capacity) {
        return new PassiveAggregator("zone-a", new AddressPolicy(allowReserved), capacity, bursts::addAll);
    }

    private static void add(PassiveAggregator aggregator, Instant at, String address, int micros) {
        IpAddress client = IpAddress.parse(address);
        aggregator.roundTrip(at.getEpochSecond(), client.family(), client.high(), client.low(), micros);
    }

    @Test
    void aBurstIsTheLowerQuartileOfTheClientsSmallestRoundTrips() {
        PassiveAggregator aggregator = aggregator(false, 100);
        for (int client = 1; client <= 8; client++) {
            add(aggregator, START.plusSeconds(7), "8.8.8." + client, 1000 * client);
            add(aggregator, START.plusSeconds(299), "8.8.8." + client, 90_000);
        }
        aggregator.flushBefore(START.plusSeconds(299).getEpochSecond());
        assertEquals(List.of(), bursts, "not over yet");
        aggregator.flushBefore(START.plusSeconds(300).getEpochSecond());
        Burst burst = bursts.getFirst();
        assertEquals("8.8.8.0/24", burst.prefix().toString());
        assertEquals("zone-a", burst.zone());
        assertEquals(START, burst.at());
        assertEquals(ProbeMethod.PASSIVE, burst.method());
        assertEquals(16, burst.received());
        assertEquals(2_000_000, burst.minNanos());
        assertEquals(4_000_000, burst.medianNanos());
        assertEquals(8_000_000, burst.maxNanos());
    }

    @Test
    void oneClientCountsOnceHoweverMuchItDownloads() {
        PassiveAggregator aggregator = aggregator(false, 100);
        for (int i = 0; i < 10_000; i++) {
            add(aggregator, START, "2a00:1:2:3::" + Integer.toHexString(i % 4000 + 1), 700);
        }
        for (int subscriber = 4; subscriber < 12; subscriber++) {
            add(aggregator, START, "2a00:1:2:" + subscriber + "::1", 20_000);
        }
        aggregator.flush();
        Burst burst = bursts.getFirst();
        assertEquals("2a00:1:2::/48", burst.prefix().toString());
        assertEquals(20_000_000, burst.minNanos());
        assertEquals(255, burst.sent());
    }

    @Test
    void theOrderOfRoundTripsDoesNotMatter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<RoundTrip> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String address = random.nextBoolean()
                    ? "8.8." + random.nextInt(3) + "." + random.nextInt(256)
                    : "2a00:1:" + random.nextInt(3) + ":" + Integer.toHexString(random.nextInt(2000)) + "::1";
            all.add(new RoundTrip(START.plusSeconds(random.nextInt(900)), address, 1 + random.nextInt(100_000)));
        }
        Set<List<Burst>> outcomes = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            bursts.clear();
            PassiveAggregator aggregator = aggregator(false, 100);
            all.forEach(each -> add(aggregator, each.at, each.address, each.micros));
            aggregator.flush();
            outcomes.add(List.copyOf(bursts));
            Collections.shuffle(all, random);
        }
        assertEquals(1, outcomes.size(), "seed " + seed);
        assertEquals(18, outcomes.iterator().next().size());
    }

    @Test
    void manyClientsAreSampledFairly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double sum = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            bursts.clear();
            PassiveAggregator aggregator = aggregator(false, 100);
            String site = "2a00:1:" + Integer.toHexString(trial + 1) + ":";
            for (int client = 0; client < 1000; client++) {
                add(
                        aggregator,
                        START,
                        site + Integer.toHexString(random.nextInt(65_536)) + "::1",
                        1 + random.nextInt(1000));
            }
            aggregator.flush();
            sum += bursts.getFirst().medianNanos() / 1000.0;
        }
        double mean = sum / trials;
        assertTrue(mean > 450 && mean < 530, "mean of medians " + mean + ", seed " + seed);
    }

    @Test
    void addressesThatAreNotPublicArePassedOverAndCounted() {
        PassiveAggregator aggregator = aggregator(false, 100);
        for (String each : List.of("10.0.0.1", "10.0.0.2", "::1", "fe80::1", "fd00::7", "8.8.8.8")) {
            add(aggregator, START, each, 5);
        }
        aggregator.flush();
        assertEquals(5, aggregator.refusals());
        assertEquals(1, aggregator.roundTrips());
        assertEquals(1, bursts.size());
        PassiveAggregator all = aggregator(true, 100);
        add(all, START, "10.0.0.1", 5);
        all.flush();
        assertEquals(0, all.refusals());
    }

    @Test
    void memoryIsBoundedByHandingOnTheOldestSlot() {
        PassiveAggregator aggregator = aggregator(false, 1000);
        for (int i = 0; i < 30_000; i++) {
            String address = "2a00:" + Integer.toHexString(i >>> 8) + ":" + Integer.toHexString(i & 255) + "::1";
            add(aggregator, START.plusSeconds(i / 100), address, 5);
            assertTrue(i + 1 - bursts.size() <= 1000, "held: " + (i + 1 - bursts.size()));
        }
        aggregator.flush();
        assertEquals(30_000, bursts.size());
    }

    @Test
    void theSameLogAgainAddsNothingAndALongerOneAddsTheRest() {
        MemoryBurstStore store = new MemoryBurstStore();
        MemoryClientStore clients = new MemoryClientStore();
        assertEquals(20 * 30, importOf(store, clients, 20, START.plusSeconds(300 * 20)));
        assertEquals(0, importOf(store, clients, 20, START.plusSeconds(300 * 20)));
        assertEquals(
                2 * 30, importOf(store, clients, 25, START.plusSeconds(300 * 22 + 299)), "only slots that are over");
        assertEquals(3 * 30, importOf(store, clients, 25, START.plusSeconds(300 * 25)));
        assertEquals(
                750,
                clients.countsSince(START.minus(Duration.ofHours(1))).values().stream()
                        .mapToLong(count -> count)
                        .sum());
    }

    private static long importOf(MemoryBurstStore store, MemoryClientStore clients, int slots, Instant now) {
        PassiveUpload upload = new PassiveUpload("web.passive", store, Optional.of(clients));
        PassiveAggregator aggregator = new PassiveAggregator("zone-a", new AddressPolicy(false), 1000, upload);
        for (int slot = 0; slot < slots; slot++) {
            for (int prefix = 0; prefix < 30; prefix++) {
                add(aggregator, START.plusSeconds(300L * slot + prefix), "8.8." + prefix + ".8", 5 + slot);
            }
        }
        aggregator.flushBefore(now.getEpochSecond());
        return upload.fresh();
    }

    @Test
    void aNumberFollowsFromSlotZoneAndPrefix() {
        Burst burst = Burst.single(IpAddress.parse("8.8.8.8").leaf(), "a", START, ProbeMethod.PASSIVE, 1_000_000);
        Burst later = Burst.single(IpAddress.parse("8.8.8.8").leaf(), "a", START, ProbeMethod.PASSIVE, 2_000_000);
        Burst elsewhere = Burst.single(IpAddress.parse("8.8.8.8").leaf(), "b", START, ProbeMethod.PASSIVE, 1_000_000);
        assertEquals(
                PassiveSequence.number(burst).sequence(),
                PassiveSequence.number(later).sequence());
        assertTrue(PassiveSequence.number(burst).sequence()
                != PassiveSequence.number(elsewhere).sequence());
        Burst odd = Burst.single(
                IpAddress.parse("8.8.8.8").leaf(), "a", START.plusSeconds(1), ProbeMethod.PASSIVE, 1_000_000);
        assertThrows(IllegalArgumentException.class, () -> PassiveSequence.number(odd));
    }
}
