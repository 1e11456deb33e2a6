package org.isochrone.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * The bursts of one peer of a fleet, the same for the same arguments: about 116 in a second of all peers together (ten
 * million a day), three probes each to an address, two in a hundred lost. For one thread.
 */
final class FleetBursts {
    /** When the burst with number 0 was measured. */
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    /** One peer in each of so many zones. */
    static final int PEERS = 8;

    /** Client prefixes that are measured. */
    static final int PREFIXES = 100_000;

    private static final long SPACING_MICROS = 8640;
    private static final String[] COUNTRIES = {"NL", "DE", "US", "BR", "IN", "JP", "AU", "ZA", "FR", "GB", "CL", "KE"};
    private static final Prefix[] ALL =
            IntStream.range(0, PREFIXES).mapToObj(FleetBursts::prefix).toArray(Prefix[]::new);
    private static final String ICMP = "2";

    private final int peer;
    private final int peers;
    private final long end;
    private long number;

    /**
     * Those bursts with numbers {@code first} to {@code first + count - 1} that fall to {@code peer} of {@code peers}.
     */
    FleetBursts(int peer, int peers, long first, long count) {
        this.peer = peer;
        this.peers = peers;
        this.end = first + count;
        this.number = first + Math.floorMod(peer - first, (long) peers);
    }

    static String peer(int peer) {
        return "peer-" + peer;
    }

    private static String zone(int peer) {
        return "zone-" + peer;
    }

    static ClientPrefix client(int index) {
        return new ClientPrefix(prefix(index), 64_500, COUNTRIES[index % COUNTRIES.length], Optional.empty());
    }

    static Prefix prefix(int index) {
        return Prefix.parse((16 + (index >> 16)) + "." + (index >> 8 & 255) + "." + (index & 255) + ".0/24");
    }

    /** A burst by which a peer and its zone become known, long before all others. */
    static Burst first(int peer) {
        return Burst.single(prefix(0), zone(peer), START.minusSeconds(86_400), ProbeMethod.ICMP, 1);
    }

    /** Returns up to {@code size} further bursts. */
    List<NumberedBurst> next(int size) {
        List<NumberedBurst> batch = new ArrayList<>(size);
        while (number < end && batch.size() < size) {
            // Number 1 was used when the peer became known.
            batch.add(new NumberedBurst(number + 2, burst(number)));
            number += peers;
        }
        return batch;
    }

    private Burst burst(long index) {
        SplittableRandom random = new SplittableRandom(index);
        Prefix prefix = ALL[random.nextInt(PREFIXES)];
        Instant at = START.plusNanos(index * SPACING_MICROS * 1000);
        IpAddress target = new IpAddress(
                prefix.network().family(), prefix.network().high() + ((1L + random.nextInt(250)) << 32), 0);
        if (random.nextInt(50) == 0) {
            return Burst.loss(prefix, zone(peer), at, ProbeMethod.ICMP, 3).of(target);
        }
        long min = 2_000_000 + random.nextLong(200_000_000);
        long median = min + random.nextLong(1_000_000);
        return new Burst(
                        prefix,
                        zone(peer),
                        at,
                        ProbeMethod.ICMP,
                        3,
                        3,
                        min,
                        median,
                        median + random.nextLong(9_000_000))
                .of(target);
    }

    /** Returns the row as LOAD DATA reads it, with prefix and peer by their keys; the zone has the key of its peer. */
    static String row(String peer, Map<String, Long> keys, NumberedBurst numbered) {
        Burst burst = numbered.burst();
        StringJoiner row = new StringJoiner("\t", "", "\n");
        String at = burst.at().toString();
        row.add(at.substring(0, at.length() - 1).replace('T', ' '));
        String peerKey = String.valueOf(keys.getOrDefault(peer, 0L));
        row.add(peerKey).add(String.valueOf(numbered.sequence()));
        row.add(String.valueOf(keys.getOrDefault(burst.prefix().toString(), 0L)))
                .add(peerKey)
                .add(ICMP);
        row.add(String.valueOf(burst.sent())).add(String.valueOf(burst.received()));
        for (long rtt : new long[] {burst.minNanos(), burst.medianNanos(), burst.maxNanos()}) {
            row.add(burst.lost() ? "\\N" : String.valueOf(rtt));
        }
        StringBuilder hex = new StringBuilder();
        for (byte each : burst.target().orElseThrow().toBytes()) {
            hex.append(String.format(Locale.ROOT, "%02X", each));
        }
        return row.add(hex).add("1").toString();
    }
}
