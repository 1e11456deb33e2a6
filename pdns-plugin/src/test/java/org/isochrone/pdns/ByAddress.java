package org.isochrone.pdns;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.testkit.RankingsOnly;

/**
 * A map of the widest or of the narrowest cells: fra for all of IPv4 and sgp for all of IPv6, or the two in turn from
 * each address to the next.
 *
 * @param wide whether a cell is a whole family
 */
public record ByAddress(boolean wide) implements RankingsOnly {
    private static final LatencyMap PLAIN = World.map(8);

    @Override
    public MapVersion version() {
        return PLAIN.version();
    }

    @Override
    public Instant createdAt() {
        return PLAIN.createdAt();
    }

    @Override
    public Optional<RankedCell> lookup(String zonegroup, IpAddress client) {
        boolean four = client.family() == IpFamily.IPV4;
        boolean fra = wide ? four : client.bit(client.family().bits() - 1) == 0;
        return Optional.of(new RankedCell(
                new Ranking(List.of(List.of(fra ? "fra" : "sgp"), List.of("nyc"))), unknownDepth(zonegroup, client)));
    }

    @Override
    public int unknownDepth(String zonegroup, IpAddress client) {
        return wide ? 0 : client.family().bits();
    }
}
