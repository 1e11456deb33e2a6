package org.isochrone.probe.passive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Reduces round trips of clients to one burst per client prefix and five minutes. No address leaves it. Its memory is
 * bounded: beyond {@code capacity} prefixes the oldest slot is handed on early. Not safe for several threads.
 *
 * <p>What a burst says: its smallest RTT is the lower quartile, its median the median, its largest the maximum over the
 * clients in the prefix's {@link ClientSample}, each by the smallest RTT it had in the slot. Both steps are there for
 * the same reason as the quartile of the estimator: queues, at the server or in the client's modem, only ever add. The
 * smallest of one client's round trips takes queueing off; the smallest over all clients would not be taken well, for
 * it falls with the number of clients, so that a zone with many of them in a prefix would look nearer than one with
 * few, and one client in a better place, such as a machine in a data centre, would speak for all.
 */
public final class PassiveAggregator implements RoundTripSink {
    /** The length of a slot. Fixed, for the sequences of bursts rest on it. */
    public static final Duration SLOT = Duration.ofMinutes(5);

    /** Two minutes, as {@link Burst#MAX_RTT_NANOS}. */
    public static final int MAX_MICROS = (int) (Burst.MAX_RTT_NANOS / 1000);

    /** Prefixes of all slots together that are held at once: 50 MB if each has many clients. */
    public static final int DEFAULT_CAPACITY = 1 << 17;

    private static final long SLOT_SECONDS = SLOT.toSeconds();
    private static final int MAX_SENT = 255;
    private static final int NANOS_PER_MICRO = 1000;

    private final String zone;
    private final AddressPolicy policy;
    private final int capacity;
    private final Consumer<List<Burst>> sink;
    private final TreeMap<Long, Slot> slots = new TreeMap<>();
    private Slot current = new Slot();
    private long currentNumber = Long.MIN_VALUE;
    private long roundTrips;
    private long refusals;
    private long bursts;
    private int held;

    /**
     * Starts empty.
     *
     * @param zone id of the zone whose clients these are
     * @param policy which addresses count; the others are passed over and counted
     * @param capacity prefixes held at once, at least 1
     * @param sink takes the bursts of a slot when it is over, ordered by prefix
     */
    public PassiveAggregator(String zone, AddressPolicy policy, int capacity, Consumer<List<Burst>> sink) {
        if (capacity < 1) {
            throw new IllegalArgumentException("must be >= 1: capacity=" + capacity);
        }
        this.zone = zone;
        this.policy = policy;
        this.capacity = capacity;
        this.sink = sink;
    }

    @Override
    public void roundTrip(long second, IpFamily family, long high, long low, int micros) {
        long number = Math.floorDiv(second, SLOT_SECONDS);
        if (number != currentNumber) {
            current = slots.computeIfAbsent(number, _ -> new Slot());
            currentNumber = number;
        }
        ClientSample sample = current.sample(Slot.key(family, high));
        if (sample.isNew()) {
            held++;
            // A refused prefix keeps its place in the slot, so that it is looked at once per slot, not once per line.
            sample.begin(
                    policy.refusalOfClient(new IpAddress(family, high, low)).isPresent());
        }
        if (sample.refused()) {
            refusals++;
        } else {
            roundTrips++;
            sample.add(Slot.client(family, high), micros);
        }
        if (held > capacity) {
            flushOldest();
        }
    }

    /** Hands on every slot that ended at or before {@code second}. */
    public void flushBefore(long second) {
        while (!slots.isEmpty() && (slots.firstKey() + 1) * SLOT_SECONDS <= second) {
            flushOldest();
        }
    }

    /** Hands on everything. */
    public void flush() {
        while (!slots.isEmpty()) {
            flushOldest();
        }
    }

    private void flushOldest() {
        Map.Entry<Long, Slot> oldest = slots.pollFirstEntry();
        Instant start = Instant.ofEpochSecond(oldest.getKey() * SLOT_SECONDS);
        List<Burst> summed = new ArrayList<>();
        oldest.getValue().forEach((sample, key) -> {
            if (!sample.refused()) {
                summed.add(burst(key, start, sample));
            }
        });
        held -= oldest.getValue().size();
        currentNumber = Long.MIN_VALUE;
        bursts += summed.size();
        if (!summed.isEmpty()) {
            sink.accept(summed);
        }
    }

    private Burst burst(long key, Instant start, ClientSample sample) {
        int[] sorted = sample.sorted();
        int count = Math.min(MAX_SENT, sample.roundTrips());
        return new Burst(
                Slot.prefix(key),
                zone,
                start,
                ProbeMethod.PASSIVE,
                count,
                count,
                nanos(sorted[(sorted.length - 1) / 4]),
                nanos(sorted[(sorted.length - 1) / 2]),
                nanos(sorted[sorted.length - 1]));
    }

    private static long nanos(int micros) {
        return (long) micros * NANOS_PER_MICRO;
    }

    /** Returns how many slots are held that are not handed on. */
    public int openSlots() {
        return slots.size();
    }

    /** Returns how many round trips became part of bursts or will. */
    public long roundTrips() {
        return roundTrips;
    }

    /** Returns how many were passed over because their address is not one of the public Internet. */
    public long refusals() {
        return refusals;
    }

    /** Returns how many bursts were handed on. */
    public long bursts() {
        return bursts;
    }
}
