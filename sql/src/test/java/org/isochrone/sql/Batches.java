package org.isochrone.sql;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/** Bursts that one peer appends batch by batch, each with an RTT of its own: its number in nanoseconds. */
final class Batches {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

    private Batches() {}

    /** Returns the batch with that number, from 0, of {@code size} bursts. */
    static List<NumberedBurst> batch(int number, int size) {
        return IntStream.rangeClosed(number * size + 1, (number + 1) * size)
                .mapToObj(sequence -> {
                    Prefix prefix = IpAddress.parse("10." + sequence % 50 + "." + number % 200 + ".1")
                            .leaf();
                    return new NumberedBurst(
                            sequence,
                            Burst.single(
                                    prefix, "zone" + sequence % 4, T0.plusMillis(sequence), ProbeMethod.TCP, sequence));
                })
                .toList();
    }
}
