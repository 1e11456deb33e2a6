package org.isochrone.steering.map;

import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * A latency map as it was published: per zonegroup and family a table of ranges. Made by {@link MapCodec}. Immutable,
 * safe for any thread.
 */
public final class CellMap implements LatencyMap {
    private final MapVersion version;
    private final Instant createdAt;
    private final RankedCells rankings;
    private final Map<String, Ranges> zonegroups;
    private final SortedSet<String> zonegroupIds;
    private final Map<IpFamily, EstimateIndex> estimates;

    CellMap(
            MapVersion version,
            Instant createdAt,
            List<Ranking> rankings,
            SortedMap<String, Ranges> zonegroups,
            Map<IpFamily, EstimateIndex> estimates) {
        this.version = version;
        this.createdAt = createdAt;
        this.rankings = new RankedCells(rankings);
        this.zonegroups = Map.copyOf(zonegroups);
        this.zonegroupIds = Collections.unmodifiableSortedSet(new TreeSet<>(zonegroups.keySet()));
        this.estimates = Map.copyOf(estimates);
    }

    @Override
    public MapVersion version() {
        return version;
    }

    @Override
    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public Optional<RankedCell> lookup(String zonegroup, IpAddress client) {
        return lookup(zonegroup, client.family(), client.high(), client.low());
    }

    @Override
    public Optional<RankedCell> lookup(String zonegroup, IpFamily family, long high, long low) {
        Ranges ranges = zonegroups.get(zonegroup);
        if (ranges == null) {
            return Optional.empty();
        }
        long found = ranges.of(family).find(high, low);
        int value = RangeLookup.value(found);
        return value == 0 ? Optional.empty() : rankings.get(value - 1, RangeLookup.depth(found));
    }

    @Override
    public int unknownDepth(String zonegroup, IpAddress client) {
        return unknownDepth(zonegroup, client.family(), client.high(), client.low());
    }

    @Override
    public int unknownDepth(String zonegroup, IpFamily family, long high, long low) {
        Ranges ranges = zonegroups.get(zonegroup);
        return ranges == null ? 0 : RangeLookup.depth(ranges.of(family).find(high, low));
    }

    @Override
    public Optional<PrefixEstimates> estimates(IpAddress client) {
        return Optional.ofNullable(estimates.get(client.family())).flatMap(table -> table.find(client));
    }

    @Override
    public Provenance provenance(String zone, IpFamily family, long high, long low) {
        EstimateIndex table = estimates.get(family);
        return table == null ? Provenance.NONE : table.provenance(zone, high, low);
    }

    @Override
    public Iterable<PrefixEstimates> allEstimates() {
        return () -> Stream.of(IpFamily.values())
                .flatMap(family -> Optional.ofNullable(estimates.get(family)).stream())
                .flatMap(table -> stream(table.iterator()))
                .iterator();
    }

    /** Returns the ids of the zonegroups that the map speaks of; the empty one stands for the whole realm. */
    public SortedSet<String> zonegroups() {
        return zonegroupIds;
    }

    /** Returns the bytes that look-ups of clients take in memory, without rankings and estimates. */
    public long bytes() {
        return zonegroups.values().stream()
                .mapToLong(ranges -> ranges.ipv4().bytes() + ranges.ipv6().bytes())
                .sum();
    }

    /**
     * A cell and where it lies.
     *
     * @param prefix the clients in it
     * @param ranking what all of them are told
     */
    public record Cell(Prefix prefix, Ranking ranking) {}

    /** Returns the cells of a zonegroup in order: disjoint prefixes, no two siblings with one ranking. */
    public Stream<Cell> cells(String zonegroup) {
        return Stream.ofNullable(zonegroups.get(zonegroup))
                .flatMap(ranges -> Stream.of(IpFamily.values())
                        .map(family -> ranges.of(family).table()))
                .flatMap(table -> IntStream.range(0, table.size())
                        .filter(i -> table.value(i) != 0)
                        .boxed()
                        .flatMap(i ->
                                table.cells(i).map(prefix -> new Cell(prefix, rankings.ranking(table.value(i) - 1)))));
    }

    private static Stream<PrefixEstimates> stream(Iterator<PrefixEstimates> items) {
        Iterable<PrefixEstimates> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }
}
