package org.isochrone.steering.testkit;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/** A map that looks through a list: slow, and right by inspection. Knows one zonegroup only. */
public record ListMap(MapVersion version, Instant createdAt, String zonegroup, SortedMap<Prefix, Ranking> entries)
        implements RankingsOnly {
    @Override
    public Optional<RankedCell> lookup(String group, IpAddress client) {
        if (!group.equals(zonegroup)) {
            return Optional.empty();
        }
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().contains(client))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(Prefix::length)))
                .map(entry -> new RankedCell(entry.getValue(), depth(client)));
    }

    @Override
    public int unknownDepth(String group, IpAddress client) {
        return group.equals(zonegroup) ? depth(client) : 0;
    }

    private int depth(IpAddress client) {
        return entries.keySet().stream()
                .filter(prefix -> prefix.family() == client.family())
                .mapToInt(prefix -> {
                    int bit = 0;
                    while (bit < prefix.length() && prefix.network().bit(bit) == client.bit(bit)) {
                        bit++;
                    }
                    return Math.min(bit + 1, prefix.length());
                })
                .max()
                .orElse(0);
    }
}
