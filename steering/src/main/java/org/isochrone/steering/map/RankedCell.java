package org.isochrone.steering.map;

import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * What a map says of one client: the ranking, and the largest prefix around the client within which every client has
 * the same ranking. Cells of one zonegroup never overlap, as RFC 7871 section 7.2.1 wants it of tailored answers.
 * Immutable.
 *
 * @param ranking the zones, fastest first
 * @param client an address in the cell
 * @param length the length of the cell, which is the scope of the answer
 */
public record RankedCell(Ranking ranking, IpAddress client, int length) {
    /** Names the cell. */
    public RankedCell(Ranking ranking, Prefix cell) {
        this(ranking, cell.network(), cell.length());
    }

    /** Returns the uniform prefix around the client. */
    public Prefix cell() {
        return client.prefix(length);
    }
}
