package org.isochrone.steering.map;

import java.util.function.Function;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The cells of one zonegroup, by family. Immutable.
 *
 * @param ipv4 those of IPv4
 * @param ipv6 those of IPv6
 */
record CellTables(CellTable ipv4, CellTable ipv6) {
    /** Asks for the table of each family, IPv4 first. */
    static CellTables of(Function<IpFamily, CellTable> maker) {
        CellTable ipv4 = maker.apply(IpFamily.IPV4);
        return new CellTables(ipv4, maker.apply(IpFamily.IPV6));
    }

    CellTable of(IpFamily family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }
}
