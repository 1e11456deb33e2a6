package org.isochrone.probe.testnet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/** Bursts that never were. */
public final class Bursts {
    private static final List<ProbeMethod> METHODS = List.of(ProbeMethod.values());

    private Bursts() {}

    /** Returns {@code count} different bursts of all kinds, of a handful of pairs. */
    public static List<Burst> random(RandomGenerator random, int count) {
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bursts.add(random(random));
        }
        return bursts;
    }

    private static Burst random(RandomGenerator random) {
        Burst burst = withoutTarget(random);
        return random.nextInt(3) == 0 ? burst : burst.of(burst.prefix().network());
    }

    private static Burst withoutTarget(RandomGenerator random) {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        address[0] = (byte) (1 + random.nextInt(5));
        address[1] = (byte) random.nextInt(3);
        Prefix prefix = IpAddress.ofBytes(address).leaf();
        String zone = random.nextBoolean() ? "zone-ä" : "e6f04b8a-4f56-4d45-9b38-0d6f4c4ff8fe";
        Instant at = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000_000), random.nextInt(1_000_000_000));
        ProbeMethod method = METHODS.get(random.nextInt(METHODS.size()));
        if (random.nextInt(4) == 0) {
            return Burst.loss(prefix, zone, at, method, 1 + random.nextInt(255));
        }
        long min = 1 + random.nextLong(Burst.MAX_RTT_NANOS / 4);
        long median = min + random.nextLong(Burst.MAX_RTT_NANOS / 4);
        long max = median + random.nextLong(Burst.MAX_RTT_NANOS / 4);
        int sent = 3 + random.nextInt(253);
        return new Burst(prefix, zone, at, method, sent, 1 + random.nextInt(sent), min, median, max);
    }
}
