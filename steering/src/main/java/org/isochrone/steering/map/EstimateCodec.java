package org.isochrone.steering.map;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.Provenance;

/**
 * The estimates of one prefix:
 *
 * <pre>
 * estimates = number(count) { number(zone) byte(flags) number(rtt) number(error) number(bursts) [signed(age)] }*
 * flags     = reachable | hasAge &lt;&lt; 1 | provenance &lt;&lt; 2
 * </pre>
 *
 * Zones are numbers of the zone table, ascending. RTT and error are microseconds, rounded, the RTT to at least one. The
 * age is in seconds before the map was made, down to whole seconds, and missing for what was never measured.
 */
final class EstimateCodec {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MAX_MICROS = Long.MAX_VALUE / NANOS_PER_MICRO;
    private static final int REACHABLE = 1;
    private static final int HAS_AGE = 2;
    private static final int PROVENANCE_SHIFT = 2;
    private static final int SMALLEST = 5;
    private static final List<Provenance> PROVENANCES = List.of(Provenance.values());

    private EstimateCodec() {}

    static void write(Map<String, Estimate> byZone, ZoneTable zones, Instant createdAt, ByteWriter to) {
        SortedMap<Integer, Estimate> ordered = new TreeMap<>();
        byZone.forEach((zone, estimate) -> ordered.put(zones.number(zone), estimate));
        to.number(ordered.size());
        ordered.forEach((zone, estimate) -> {
            to.number(zone);
            boolean hasAge = !estimate.newest().equals(Instant.EPOCH);
            to.put((estimate.reachable() ? REACHABLE : 0)
                    | (hasAge ? HAS_AGE : 0)
                    | PROVENANCES.indexOf(estimate.provenance()) << PROVENANCE_SHIFT);
            to.number(Math.max(1, micros(estimate.rttNanos())));
            to.number(micros(estimate.errorNanos()));
            to.number(estimate.bursts());
            if (hasAge) {
                to.signed(createdAt.getEpochSecond() - second(estimate.newest()));
            }
        });
    }

    static Map<String, Estimate> read(ByteReader from, ZoneTable zones, Instant createdAt) {
        int count = from.count(SMALLEST);
        Map<String, Estimate> byZone = new TreeMap<>();
        int before = -1;
        for (int i = 0; i < count; i++) {
            int zone = from.integer(zones.size() - 1);
            if (zone <= before) {
                throw from.damaged("the zones of a prefix must ascend");
            }
            before = zone;
            byZone.put(zones.zone(zone), estimate(from, createdAt));
        }
        return byZone;
    }

    private static Estimate estimate(ByteReader from, Instant createdAt) {
        int flags = from.next();
        int provenance = flags >>> PROVENANCE_SHIFT;
        if (provenance >= PROVENANCES.size()) {
            throw from.damaged("unknown provenance " + provenance);
        }
        long rtt = from.number(MAX_MICROS);
        if (rtt == 0) {
            throw from.damaged("an RTT must be at least 1 µs");
        }
        long error = from.number(MAX_MICROS);
        int bursts = from.integer(Integer.MAX_VALUE);
        return new Estimate(
                rtt * NANOS_PER_MICRO,
                error * NANOS_PER_MICRO,
                bursts,
                (flags & HAS_AGE) == 0 ? Instant.EPOCH : newest(from, createdAt),
                PROVENANCES.get(provenance),
                (flags & REACHABLE) != 0);
    }

    private static Instant newest(ByteReader from, Instant createdAt) {
        long age = from.signed();
        long second = createdAt.getEpochSecond() - age;
        if (Math.abs(age) > MapCodec.MAX_EPOCH_SECOND || second <= 0 || second > MapCodec.MAX_EPOCH_SECOND) {
            throw from.damaged("an age is out of range: " + age + " s");
        }
        return Instant.ofEpochSecond(second);
    }

    private static long second(Instant newest) {
        long second = newest.getEpochSecond();
        if (second <= 0 || second > MapCodec.MAX_EPOCH_SECOND) {
            throw new IllegalArgumentException("a burst must be sent after 1970 and before 2554: " + newest);
        }
        return second;
    }

    private static long micros(long nanos) {
        long down = nanos / NANOS_PER_MICRO;
        return nanos % NANOS_PER_MICRO >= NANOS_PER_MICRO / 2 ? Math.min(down + 1, MAX_MICROS) : down;
    }
}
