package org.isochrone.steering.map;

import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * What a map says of one client: the ranking, and the largest prefix around the client within which every client has
 * the same ranking. Cells of one zonegroup never overlap, as RFC 7871 section 7.2.1 wants it of tailored answers.
 * Immutable; where the cell lies is not told, so that many clients share one object.
 *
 * @param ranking the zones, fastest first
 * @param length the length of the cell, which is the scope of the answer
 */
public record RankedCell(Ranking ranking, int length) {
    /** Returns the uniform prefix around the client of whom this was said. */
    public Prefix cell(IpAddress client) {
        return client.prefix(length);
    }
}
