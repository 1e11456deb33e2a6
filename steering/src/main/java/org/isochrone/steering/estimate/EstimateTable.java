package org.isochrone.steering.estimate;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.isochrone.steering.prefix.Prefix;

/**
 * The estimates of many prefixes for all zones, in primitive arrays: one row per prefix in order, one column per zone
 * in order of id, 19 bytes each. Times are kept to {@value #TICK_NANOS} ns. Only the estimator writes; once it is
 * handed out it does not change and is safe for any thread.
 */
public final class EstimateTable {
    /** Bursts from which on more of them change nothing in a ranking, if the times are the same. */
    public static final int ENOUGH_BURSTS = 10;

    /** What a time is counted in: 31 bits of it are 21 s, which no time exceeds here. */
    private static final long TICK_NANOS = 10;

    private static final List<Provenance> PROVENANCES = List.of(Provenance.values());
    private static final int MAX_BURSTS = 0xFFFF;

    private final Prefix[] prefixes;
    private final List<String> zones;
    private final int[] rtt;
    private final int[] error;
    private final char[] bursts;
    private final int[] newest;
    private final int[] rising;
    private final byte[] provenance;
    private final BitSet unreachable = new BitSet();
    private final SortedMap<String, String> doubted = new TreeMap<>();

    /** Nothing is known yet of any pair. {@code prefixes} must be in order. */
    EstimateTable(Prefix[] prefixes, List<String> zones) {
        this.prefixes = prefixes;
        this.zones = List.copyOf(zones);
        int cells = Math.multiplyExact(prefixes.length, zones.size());
        rtt = new int[cells];
        error = new int[cells];
        bursts = new char[cells];
        newest = new int[cells];
        rising = new int[cells];
        provenance = new byte[cells];
        Arrays.fill(provenance, number(Provenance.NONE));
    }

    /**
     * Returns a table of small things.
     *
     * @throws IllegalArgumentException if a prefix has two estimates, or a burst was sent before 1970 or after 2106
     */
    public static EstimateTable of(Collection<PrefixEstimates> estimates) {
        SortedMap<Prefix, PrefixEstimates> rows = new TreeMap<>();
        SortedSet<String> zones = new TreeSet<>();
        for (PrefixEstimates each : estimates) {
            zones.addAll(each.byZone().keySet());
            if (rows.put(each.prefix(), each) != null) {
                throw new IllegalArgumentException("must have estimates once: " + each.prefix());
            }
        }
        List<PrefixEstimates> inOrder = List.copyOf(rows.values());
        return of(
                List.copyOf(rows.keySet()),
                zones,
                (row, zone) -> Optional.ofNullable(inOrder.get(row).byZone().get(zone)));
    }

    /** Where a table's content comes from. */
    @FunctionalInterface
    public interface Source {
        /** Returns what is believed of the prefix of a row and a zone, by its id. */
        Optional<Estimate> estimate(int row, String zone);
    }

    /**
     * Returns a table that holds what {@code source} says, which is asked once for each pair.
     *
     * @param prefixes in order, none twice
     * @throws IllegalArgumentException if a burst was sent before 1970 or after 2106
     */
    public static EstimateTable of(List<Prefix> prefixes, SortedSet<String> zones, Source source) {
        EstimateTable table = new EstimateTable(prefixes.toArray(Prefix[]::new), List.copyOf(zones));
        for (int row = 0; row < table.rows(); row++) {
            for (int zone = 0; zone < table.zones.size(); zone++) {
                Optional<Estimate> estimate = source.estimate(row, table.zones.get(zone));
                if (estimate.isPresent()) {
                    table.put(row, zone, estimate.get());
                }
            }
        }
        return table;
    }

    private void put(int row, int zone, Estimate estimate) {
        long second = estimate.newest().getEpochSecond();
        if (second < 0 || second > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("a burst must be sent from 1970 to 2106: " + estimate.newest());
        }
        measured(row, zone, estimate.rttNanos(), estimate.errorNanos(), estimate.bursts(), (int) second);
        provenance[cell(row, zone)] = number(estimate.provenance());
        reachable(row, zone, estimate.reachable());
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
        return provenance(row, zone) == Provenance.MEASURED;
    }

    /** Tells whether the most recent bursts came back, or none was sent. */
    public boolean reachable(int row, int zone) {
        return !unreachable.get(cell(row, zone));
    }

    /** Returns the expected round-trip time, nanoseconds; 0 if nothing is known. */
    public long rttNanos(int row, int zone) {
        return rtt[cell(row, zone)] * TICK_NANOS;
    }

    /** Returns its standard error, nanoseconds. */
    public long errorNanos(int row, int zone) {
        return error[cell(row, zone)] * TICK_NANOS;
    }

    /** Returns how many bursts the estimate rests on; 0 if predicted. */
    public int bursts(int row, int zone) {
        return bursts[cell(row, zone)];
    }

    /** Returns when the newest burst was sent; {@link Instant#EPOCH} if predicted. */
    public Instant newest(int row, int zone) {
        return Instant.ofEpochSecond(newestSecond(row, zone));
    }

    /** Returns the same in seconds since 1970; 0 if predicted. */
    public long newestSecond(int row, int zone) {
        return Integer.toUnsignedLong(newest[cell(row, zone)]);
    }

    /** Returns where the estimate comes from. */
    public Provenance provenance(int row, int zone) {
        return PROVENANCES.get(provenance[cell(row, zone)]);
    }

    /**
     * Returns the time that a zone is compared by where a client is, nanoseconds: what was measured as it is, what was
     * predicted with its error on top, so that no prediction beats a measurement by less than its error.
     */
    public long cautiousNanos(int row, int zone) {
        return rttNanos(row, zone) + (measured(row, zone) ? 0 : errorNanos(row, zone));
    }

    /**
     * Returns the time that a zone is compared by where a client would have to move to, nanoseconds:
     * {@link #cautiousNanos}, but not below the newest bursts, so that nobody moves to a zone that is just becoming
     * slow.
     */
    public long contenderNanos(int row, int zone) {
        return cautiousNanos(row, zone) + rising[cell(row, zone)] * TICK_NANOS;
    }

    /**
     * Tells whether all that a ranking follows from is the same in a row of this table and one of another with the same
     * zones: times as they are compared, whether zones reply, and how many bursts speak for them, up to
     * {@value #ENOUGH_BURSTS}.
     */
    public boolean ranksAlike(int row, EstimateTable other, int otherRow, int[] columns) {
        for (int zone : columns) {
            int mine = cell(row, zone);
            int theirs = other.cell(otherRow, zone);
            if (rtt[mine] != other.rtt[theirs]
                    || rising[mine] != other.rising[theirs]
                    || provenance[mine] != other.provenance[theirs]
                    || Math.min(ENOUGH_BURSTS, bursts[mine]) != Math.min(ENOUGH_BURSTS, other.bursts[theirs])
                    || (error[mine] != other.error[theirs] && !measured(row, zone))
                    || unreachable.get(mine) != other.unreachable.get(theirs)) {
                return false;
            }
        }
        return true;
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

    /** Returns every row of which something is known, as a record, in order. */
    public Iterable<PrefixEstimates> all() {
        return () -> IntStream.range(0, rows())
                .mapToObj(this::estimates)
                .filter(each -> !each.byZone().isEmpty())
                .iterator();
    }

    void measured(int row, int zone, long rttNanos, long errorNanos, int count, int newestSecond) {
        int cell = cell(row, zone);
        rtt[cell] = Math.max(1, ticks(rttNanos));
        error[cell] = ticks(errorNanos);
        bursts[cell] = (char) Math.min(MAX_BURSTS, count);
        newest[cell] = newestSecond;
        provenance[cell] = number(Provenance.MEASURED);
    }

    /** Notes that the newest bursts of a measured pair took {@code nanos}, which may be above its estimate. */
    void rising(int row, int zone, long nanos) {
        int cell = cell(row, zone);
        rising[cell] = ticks(Math.max(0, nanos - rttNanos(row, zone)));
    }

    /** Keeps a prediction unless the pair was measured or a prediction with no larger error is there. */
    void offer(int row, int zone, double rttNanos, double errorNanos, Provenance from) {
        int cell = cell(row, zone);
        int offered = Math.max(1, ticks(Math.round(errorNanos)));
        if (rtt[cell] == 0 || (!measured(row, zone) && offered < error[cell])) {
            rtt[cell] = Math.max(1, ticks(Math.round(rttNanos)));
            error[cell] = offered;
            provenance[cell] = number(from);
        }
    }

    /** Forgets what was measured from a zone, its losses too. */
    void forget(int zone) {
        for (int row = 0; row < rows(); row++) {
            int cell = cell(row, zone);
            rtt[cell] = 0;
            error[cell] = 0;
            bursts[cell] = 0;
            newest[cell] = 0;
            rising[cell] = 0;
            provenance[cell] = number(Provenance.NONE);
            unreachable.clear(cell);
        }
    }

    /** Notes what is wrong with a zone. */
    void doubt(int zone, String why) {
        doubted.put(zones.get(zone), why);
    }

    /** Returns what is wrong with zones, for people, by id; nearly always empty. */
    public Map<String, String> doubted() {
        return Collections.unmodifiableMap(doubted);
    }

    /** Raises an estimate to at least {@code floorNanos}. */
    void raise(int row, int zone, long floorNanos) {
        int cell = cell(row, zone);
        rtt[cell] = Math.max(rtt[cell], ticks(floorNanos + TICK_NANOS / 2));
    }

    void reachable(int row, int zone, boolean reachable) {
        unreachable.set(cell(row, zone), !reachable);
    }

    private static byte number(Provenance provenance) {
        return (byte) PROVENANCES.indexOf(provenance);
    }

    private static int ticks(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, (nanos + TICK_NANOS / 2) / TICK_NANOS);
    }

    private int cell(int row, int zone) {
        return row * zones.size() + zone;
    }
}
