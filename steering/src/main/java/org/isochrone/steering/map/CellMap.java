package org.isochrone.steering.map;

import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * A latency map as it was published: per zonegroup and family a table of disjoint cells. Made by {@link MapCodec}.
 * Immutable, safe for any thread.
 */
public final class CellMap implements LatencyMap {
    private final MapVersion version;
    private final Instant createdAt;
    private final List<Ranking> rankings;
    private final SortedMap<String, Map<IpFamily, CellTable>> zonegroups;
    private final Map<IpFamily, EstimateIndex> estimates;

    CellMap(
            MapVersion version,
            Instant createdAt,
            List<Ranking> rankings,
            SortedMap<String, Map<IpFamily, CellTable>> zonegroups,
            Map<IpFamily, EstimateIndex> estimates) {
        this.version = version;
        this.createdAt = createdAt;
        this.rankings = List.copyOf(rankings);
        this.zonegroups = Collections.unmodifiableSortedMap(new TreeMap<>(zonegroups));
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
        Map<IpFamily, CellTable> tables = zonegroups.get(zonegroup);
        if (tables == null) {
            return Optional.empty();
        }
        CellTable table = table(tables, client.family());
        int i = table.find(client);
        return i < 0 ? Optional.empty() : Optional.of(cell(table, i));
    }

    @Override
    public int unknownDepth(String zonegroup, IpAddress client) {
        Map<IpFamily, CellTable> tables = zonegroups.get(zonegroup);
        return tables == null ? 0 : table(tables, client.family()).holeDepth(client);
    }

    @Override
    public Optional<PrefixEstimates> estimates(IpAddress client) {
        return Optional.ofNullable(estimates.get(client.family())).flatMap(table -> table.find(client));
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
        return Collections.unmodifiableSortedSet(new TreeSet<>(zonegroups.keySet()));
    }

    /** Returns the cells of a zonegroup in order: disjoint prefixes, no two siblings with one ranking. */
    public Stream<RankedCell> cells(String zonegroup) {
        return Stream.ofNullable(zonegroups.get(zonegroup))
                .flatMap(tables -> Stream.of(IpFamily.values()).map(family -> table(tables, family)))
                .flatMap(table -> IntStream.range(0, table.cells().size()).mapToObj(i -> cell(table, i)));
    }

    private RankedCell cell(CellTable table, int i) {
        Prefix prefix = table.cells().prefix(i);
        return new RankedCell(rankings.get(table.ranking(i)), prefix);
    }

    private static CellTable table(Map<IpFamily, CellTable> tables, IpFamily family) {
        CellTable table = tables.get(family);
        if (table == null) {
            throw new AssertionError("a zonegroup has a table for each family");
        }
        return table;
    }

    private static Stream<PrefixEstimates> stream(Iterator<PrefixEstimates> items) {
        Iterable<PrefixEstimates> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }
}
