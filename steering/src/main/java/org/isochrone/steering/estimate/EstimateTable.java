package org.isochrone.steering.estimate;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.prefix.Prefix;

/**
 * The estimates of many prefixes for all zones, in primitive arrays: one row per prefix in order, one column per zone
 * in order of id. Only the estimator writes; once it is handed out it does not change and is safe for any thread.
 */
public final class EstimateTable {
    private static final long NANOS_PER_MICRO = 1000;

    private final Prefix[] prefixes;
    private final List<String> zones;
    private final long[] rtt;
    private final long[] error;
    private final int[] bursts;
    private final int[] newest;
    private final int[] risingMicros;
    private final Provenance[] provenance;
    private final BitSet unreachable = new BitSet();

    /** Nothing is known yet of any pair. {@code prefixes} must be in order. */
    EstimateTable(Prefix[] prefixes, List<String> zones) {
        this.prefixes = prefixes;
        this.zones = List.copyOf(zones);
        int cells = Math.multiplyExact(prefixes.length, zones.size());
        rtt = new long[cells];
        error = new long[cells];
        bursts = new int[cells];
        newest = new int[cells];
        risingMicros = new int[cells];
        provenance = new Provenance[cells];
        Arrays.fill(provenance, Provenance.NONE);
    }

    /** Returns the number of prefixes. */
    public int rows() {
        return prefixes.length;
    }

    /** Returns the zone ids, in order; a zone's index here is its column. */
    public List<String> zones() {
        return zones;
    }

    /** Returns the prefix of a row. */
    public Prefix prefix(int row) {
        return prefixes[row];
    }

    /** Returns the row of a prefix, if it has one. */
    public Optional<Integer> row(Prefix prefix) {
        int row = Arrays.binarySearch(prefixes, prefix);
        return row < 0 ? Optional.empty() : Optional.of(row);
    }

    /** Tells whether there is an estimate. */
    public boolean known(int row, int zone) {
        return rtt[cell(row, zone)] != 0;
    }

    /** Tells whether this prefix was measured from this zone. */
    public boolean measured(int row, int zone) {
        return provenance[cell(row, zone)] == Provenance.MEASURED;
    }

    /** Tells whether the most recent bursts came back, or none was sent. */
    public boolean reachable(int row, int zone) {
        return !unreachable.get(cell(row, zone));
    }

    /** Returns the expected round-trip time, nanoseconds; 0 if nothing is known. */
    public long rttNanos(int row, int zone) {
        return rtt[cell(row, zone)];
    }

    /** Returns its standard error, nanoseconds. */
    public long errorNanos(int row, int zone) {
        return error[cell(row, zone)];
    }

    /** Returns how many bursts the estimate rests on; 0 if predicted. */
    public int bursts(int row, int zone) {
        return bursts[cell(row, zone)];
    }

    /** Returns when the newest burst was sent; {@link Instant#EPOCH} if predicted. */
    public Instant newest(int row, int zone) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(newest[cell(row, zone)]));
    }

    /** Returns where the estimate comes from. */
    public Provenance provenance(int row, int zone) {
        return provenance[cell(row, zone)];
    }

    /**
     * Returns the time that a zone is compared by where a client is, nanoseconds: what was measured as it is, what was
     * predicted with its error on top, so that no prediction beats a measurement by less than its error.
     */
    public long cautiousNanos(int row, int zone) {
        int cell = cell(row, zone);
        return provenance[cell] == Provenance.MEASURED ? rtt[cell] : rtt[cell] + error[cell];
    }

    /**
     * Returns the time that a zone is compared by where a client would have to move to, nanoseconds:
     * {@link #cautiousNanos}, but not below the newest bursts, so that nobody moves to a zone that is just becoming
     * slow.
     */
    public long contenderNanos(int row, int zone) {
        return cautiousNanos(row, zone) + risingMicros[cell(row, zone)] * NANOS_PER_MICRO;
    }

    /** Returns a row as a record. */
    public PrefixEstimates estimates(int row) {
        Map<String, Estimate> byZone = HashMap.newHashMap(zones.size());
        for (int zone = 0; zone < zones.size(); zone++) {
            if (known(row, zone)) {
                byZone.put(
                        zones.get(zone),
                        new Estimate(
                                rttNanos(row, zone),
                                errorNanos(row, zone),
                                bursts(row, zone),
                                newest(row, zone),
                                provenance(row, zone),
                                reachable(row, zone)));
            }
        }
        return new PrefixEstimates(prefixes[row], byZone);
    }

    void measured(int row, int zone, long rttNanos, long errorNanos, int count, int newestSecond) {
        int cell = cell(row, zone);
        rtt[cell] = Math.max(1, rttNanos);
        error[cell] = errorNanos;
        bursts[cell] = count;
        newest[cell] = newestSecond;
        provenance[cell] = Provenance.MEASURED;
    }

    /** Notes that the newest bursts of a measured pair took {@code nanos}, which may be above its estimate. */
    void rising(int row, int zone, long nanos) {
        int cell = cell(row, zone);
        risingMicros[cell] = (int) (Math.max(0, nanos - rtt[cell]) / NANOS_PER_MICRO);
    }

    /** Keeps a prediction unless the pair was measured or a prediction with no larger error is there. */
    void offer(int row, int zone, double rttNanos, double errorNanos, Provenance from) {
        int cell = cell(row, zone);
        long offered = Math.max(1, Math.round(errorNanos));
        if (rtt[cell] == 0 || (provenance[cell] != Provenance.MEASURED && offered < error[cell])) {
            rtt[cell] = Math.max(1, Math.round(rttNanos));
            error[cell] = offered;
            provenance[cell] = from;
        }
    }

    /** Raises an estimate to at least {@code floorNanos}. */
    void raise(int row, int zone, long floorNanos) {
        int cell = cell(row, zone);
        rtt[cell] = Math.max(rtt[cell], floorNanos);
    }

    void reachable(int row, int zone, boolean reachable) {
        unreachable.set(cell(row, zone), !reachable);
    }

    private int cell(int row, int zone) {
        return row * zones.size() + zone;
    }
}
