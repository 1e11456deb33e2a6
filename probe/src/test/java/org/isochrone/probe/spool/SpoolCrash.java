package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.Prefix;

/** A process that writes to a spool until it is killed or the disk refuses, and says what was accepted. */
final class SpoolCrash {
    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");

    private SpoolCrash() {}

    /** Returns the burst of an index: the RTT is the index, from 1. */
    static Burst burst(long index) {
        return Burst.single(PREFIX, "zone-a", Instant.EPOCH.plus(Duration.ofSeconds(index)), ProbeMethod.TCP, index);
    }

    /** Writes bursts from the index in the second argument on; prints the last accepted index after each batch. */
    @SuppressWarnings("SystemOut") // Its output is what the test reads.
    public static void main(String[] arguments) throws IOException {
        try (Spool spool = Spool.open(Path.of(arguments[0]), 64L << 20, Clocks.system())) {
            long next = Long.parseLong(arguments[1]);
            while (true) {
                List<Burst> batch = new ArrayList<>();
                for (int i = 0; i < 1 + next % 50; i++) {
                    batch.add(burst(next + i));
                }
                spool.keep(batch);
                if (spool.counts().held() > 0) {
                    System.out.println("refused");
                    return;
                }
                next += batch.size();
                System.out.println(next - 1);
            }
        }
    }
}
