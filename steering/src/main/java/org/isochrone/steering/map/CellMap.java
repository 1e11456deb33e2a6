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
    private final Map<String, CellTables> zonegroups;
    private final SortedSet<String> zonegroupIds;
    private final Map<IpFamily, EstimateIndex> estimates;

    CellMap(
            MapVersion version,
            Instant createdAt,
            List<Ranking> rankings,
            SortedMap<String, CellTables> zonegroups,
            Map<IpFamily, EstimateIndex> estimates) {
        this.version = version;
        this.createdAt = createdAt;
        this.rankings = List.copyOf(rankings);
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
        CellTables tables = zonegroups.get(zonegroup);
        if (tables == null) {
            return Optional.empty();
        }
        CellTable table = tables.of(client.family());
        int i = table.find(client);
        return i < 0 ? Optional.empty() : Optional.of(cell(table, i));
    }

    @Override
    public int unknownDepth(String zonegroup, IpAddress client) {
        CellTables tables = zonegroups.get(zonegroup);
        return tables == null ? 0 : tables.of(client.family()).holeDepth(client);
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
        return zonegroupIds;
    }

    /** Returns the cells of a zonegroup in order: disjoint prefixes, no two siblings with one ranking. */
    public Stream<RankedCell> cells(String zonegroup) {
        return Stream.ofNullable(zonegroups.get(zonegroup))
                .flatMap(tables -> Stream.of(IpFamily.values()).map(tables::of))
                .flatMap(table -> IntStream.range(0, table.cells().size()).mapToObj(i -> cell(table, i)));
    }

    private RankedCell cell(CellTable table, int i) {
        Prefix prefix = table.cells().prefix(i);
        return new RankedCell(rankings.get(table.ranking(i)), prefix);
    }

    private static Stream<PrefixEstimates> stream(Iterator<PrefixEstimates> items) {
        Iterable<PrefixEstimates> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }
}
