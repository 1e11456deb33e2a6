package org.isochrone.steering.map;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.Provenance;

/**
 * The estimates of one prefix:
 *
 * <pre>
 * estimates = number(count) { number(zone) byte(flags) number(rtt) number(error) number(bursts) [number(age)] }*
 * flags     = reachable | hasAge &lt;&lt; 1 | provenance &lt;&lt; 2
 * </pre>
 *
 * Those of the zones that {@link ToldZones} chooses; a reader takes those of any. Zones are numbers of the zone table,
 * ascending. RTT and error are tens of microseconds, rounded, the RTT at least one. The age is in seconds before the
 * newest burst of the map, and missing for what was never measured.
 *
 * @param zones the zones that are numbered
 * @param newest the newest burst of the map, seconds since 1970
 */
record EstimateCodec(ZoneTable zones, long newest) {
    private static final long NANOS_PER_UNIT = 10_000;
    private static final long MAX_UNITS = Long.MAX_VALUE / NANOS_PER_UNIT;
    private static final int REACHABLE = 1;
    private static final int HAS_AGE = 2;
    private static final int PROVENANCE_SHIFT = 2;
    private static final int SMALLEST = 5;
    private static final List<Provenance> PROVENANCES = List.of(Provenance.values());

    /** Writes rows of one table. For one thread. */
    final class Writer {
        private final EstimateTable table;
        private final ToldZones told;
        private final int[] numbers;

        /** Every zone of {@code table} of which something is known must be numbered. */
        Writer(EstimateTable table, ToldZones told) {
            this.table = table;
            this.told = told;
            numbers = table.zones().stream()
                    .mapToInt(zone -> zones.numbers().getOrDefault(zone, -1))
                    .toArray();
        }

        void write(int row, ByteWriter to) {
            to.number(told.choose(row));
            for (int zone = 0; zone < numbers.length; zone++) {
                if (told.tells(zone)) {
                    long second = table.newestSecond(row, zone);
                    to.number(numbers[zone]);
                    to.put((table.reachable(row, zone) ? REACHABLE : 0)
                            | (second > 0 ? HAS_AGE : 0)
                            | PROVENANCES.indexOf(table.provenance(row, zone)) << PROVENANCE_SHIFT);
                    to.number(Math.max(1, units(table.rttNanos(row, zone))));
                    to.number(units(table.errorNanos(row, zone)));
                    to.number(table.bursts(row, zone));
                    if (second > 0) {
                        to.number(newest - second);
                    }
                }
            }
        }
    }

    /** Reads estimates. */
    Map<String, Estimate> read(ByteReader from) {
        int count = from.count(SMALLEST);
        Map<String, Estimate> byZone = HashMap.newHashMap(count);
        int before = -1;
        for (int i = 0; i < count; i++) {
            before = zone(from, before);
            int flags = flags(from);
            long rtt = rtt(from);
            long error = from.number(MAX_UNITS);
            int bursts = from.integer(Integer.MAX_VALUE);
            long second = (flags & HAS_AGE) == 0 ? 0 : second(from);
            byZone.put(
                    zones.zone(before),
                    new Estimate(
                            rtt * NANOS_PER_UNIT,
                            error * NANOS_PER_UNIT,
                            bursts,
                            Instant.ofEpochSecond(second),
                            PROVENANCES.get(flags >>> PROVENANCE_SHIFT),
                            (flags & REACHABLE) != 0));
        }
        return byZone;
    }

    /** Checks what {@link #read} would read, passes over it, and tells {@code origins} where it comes from. */
    void skip(ByteReader from, Origins.Builder origins) {
        int before = -1;
        for (int left = from.count(SMALLEST); left > 0; left--) {
            before = zone(from, before);
            int flags = flags(from);
            origins.add(before, flags >>> PROVENANCE_SHIFT);
            rtt(from);
            from.number(MAX_UNITS);
            from.integer(Integer.MAX_VALUE);
            if ((flags & HAS_AGE) != 0) {
                second(from);
            }
        }
        origins.end();
    }

    private int zone(ByteReader from, int before) {
        int zone = from.integer(zones.size() - 1);
        if (zone <= before) {
            throw from.damaged("the zones of a prefix must ascend");
        }
        return zone;
    }

    private static int flags(ByteReader from) {
        int flags = from.next();
        if (flags >>> PROVENANCE_SHIFT >= PROVENANCES.size()) {
            throw from.damaged("unknown provenance " + (flags >>> PROVENANCE_SHIFT));
        }
        return flags;
    }

    private static long rtt(ByteReader from) {
        long rtt = from.number(MAX_UNITS);
        if (rtt == 0) {
            throw from.damaged("an RTT must be at least 10 µs");
        }
        return rtt;
    }

    private long second(ByteReader from) {
        long age = from.number(MapCodec.MAX_EPOCH_SECOND);
        if (age >= newest) {
            throw from.damaged("an age is out of range: " + age + " s");
        }
        return newest - age;
    }

    private static long units(long nanos) {
        return (nanos + NANOS_PER_UNIT / 2) / NANOS_PER_UNIT;
    }
}
