package org.isochrone.steering.build;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.testkit.memory.MemoryBurstStore;
import org.isochrone.steering.testkit.memory.MemoryClientStore;
import org.isochrone.steering.testkit.memory.MemoryHealthStore;
import org.isochrone.steering.testkit.memory.MemoryTopologyStore;
import org.isochrone.steering.topology.GeoPoint;

/**
 * Prefixes that come, are probed and seen, change their paths and fall silent; peers whose bursts arrive late, or
 * before their time; zones that come and go; a clock that is set back, and a store that breaks in the middle of a
 * reading or comes back as an older copy of itself.
 */
final class ChangingWorld {
    static final String REALM = "realm";
    static final Duration WINDOW = Duration.ofHours(3);
    private static final int PREFIXES = 70;
    private static final int MOST_ZONES = 6;

    final MemoryTopologyStore topology = new MemoryTopologyStore();
    final MemoryClientStore clients = new MemoryClientStore();
    final MemoryHealthStore health = new MemoryHealthStore();
    final Store bursts = new Store();
    Instant now = Instant.parse("2026-03-01T12:00:00.25Z");
    private final Random random;
    private final long[] millis;
    private final Map<String, List<Burst>> spools = new HashMap<>();
    private final List<String> peers = List.of("one", "two", "three");
    private int zones = 5;
    private int epoch = 1;
    private long sequence;

    ChangingWorld(Random random) {
        this.random = random;
        millis = random.longs((long) PREFIXES * MOST_ZONES, 5, 150).toArray();
        topology.save(Topologies.zones(REALM, 2, epoch, zones));
    }

    /** Bursts that may break off, and whose store may be replaced by another. */
    static final class Store implements BurstStore {
        private MemoryBurstStore store = new MemoryBurstStore();
        private long left = Long.MAX_VALUE;
        private long read;

        /** Makes the next reading fail after that many bursts, or at its end. */
        void breakAfter(int bursts) {
            left = bursts;
        }

        /** Loses everything, as if a copy had been restored from before the first burst. */
        void lose() {
            store = new MemoryBurstStore();
        }

        /** Returns how many bursts were handed over. */
        long read() {
            return read;
        }

        @Override
        public int append(String peer, List<NumberedBurst> added) {
            return store.append(peer, added);
        }

        @Override
        public Optional<Instant> first(String peer) {
            return store.first(peer);
        }

        @Override
        public Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink) {
            boolean breaks = left < Long.MAX_VALUE;
            Arrivals arrived = store.scanUnseen(mark, from, to, burst -> {
                if (left-- > 0) {
                    read++;
                    sink.accept(burst);
                }
            });
            left = Long.MAX_VALUE;
            if (breaks) {
                throw new StoreException("broken off", new IllegalStateException("planned"));
            }
            return arrived;
        }
    }

    /** Lets some time pass, and things happen. */
    void goOn() {
        now = now.plusMillis(random.nextInt(30) == 0 ? random.nextLong(8_000_000) : random.nextLong(900_000));
        if (random.nextInt(25) == 0) {
            now = now.minusMillis(random.nextLong(600_000));
        }
        int news = random.nextInt(4) == 0 ? 0 : random.nextInt(120);
        for (int i = 0; i < news; i++) {
            spools.computeIfAbsent(peers.get(random.nextInt(peers.size())), first -> new ArrayList<>())
                    .add(burst());
        }
        for (String peer : peers) {
            // Some are away for a while; then all comes at once, in order.
            if (random.nextInt(3) != 0) {
                deliver(peer);
            }
        }
        if (random.nextInt(6) == 0) {
            place();
        }
        if (random.nextInt(25) == 0) {
            zones = random.nextInt(3) == 0 ? random.nextInt(2, MOST_ZONES + 1) : zones;
            topology.save(Topologies.zones(REALM, 2, ++epoch, zones));
        }
    }

    private void deliver(String peer) {
        List<NumberedBurst> batch = new ArrayList<>();
        for (Burst burst : spools.getOrDefault(peer, List.of())) {
            batch.add(new NumberedBurst(++sequence, burst));
        }
        spools.remove(peer);
        bursts.append(peer, batch);
    }

    private Burst burst() {
        int prefix = random.nextInt(PREFIXES);
        // Near zones are measured more often than others, and some never.
        int zone = random.nextInt(3) == 0 ? random.nextInt(zones) : (prefix + random.nextInt(3)) % zones;
        int path = MOST_ZONES * prefix + zone;
        if (random.nextInt(20) == 0) {
            millis[path] = random.nextLong(5, 200);
        }
        Instant at = now.minusMillis(random.nextLong(-60_000, random.nextInt(10) == 0 ? 12_000_000 : 900_000));
        String id = zone == 0 ? "ams" : "zone" + zone;
        if (random.nextInt(7) == 0) {
            return Burst.loss(prefix(prefix), id, at, ProbeMethod.ICMP, 3);
        }
        boolean passive = prefix % 3 == 0 && random.nextBoolean();
        long nanos = (millis[path] + (passive ? 14 : 0)) * 1_000_000 + random.nextLong(4_000_000);
        return Burst.single(prefix(prefix), id, at, passive ? ProbeMethod.PASSIVE : ProbeMethod.ICMP, nanos);
    }

    private void place() {
        Prefix prefix = prefix(random.nextInt(PREFIXES + 5));
        Optional<GeoPoint> at = Optional.of(new GeoPoint(random.nextInt(-40, 60), random.nextInt(-150, 150)))
                .filter(_ -> random.nextBoolean());
        String country = random.nextBoolean() ? "DE" : "US";
        if (random.nextBoolean()) {
            clients.addClients(List.of(new ClientPrefix(prefix, 64_500 + random.nextInt(3), country, at)));
        } else {
            Prefix network = prefix.network().prefix(20 + random.nextInt(3));
            clients.addNetworks(List.of(new ClientPrefix(network, 64_500 + random.nextInt(3), country, at)));
        }
        clients.addCounts(now, List.of(new ClientCount(prefix, 1 + random.nextInt(1000))));
    }

    private static Prefix prefix(int i) {
        return Prefix.parse("10.0." + i + ".0/24");
    }
}
