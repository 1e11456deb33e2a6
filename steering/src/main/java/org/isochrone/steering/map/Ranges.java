package org.isochrone.steering.map;

import java.util.function.Function;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The ranges of one zonegroup, or of anything else, by family. Immutable.
 *
 * @param ipv4 those of IPv4
 * @param ipv6 those of IPv6
 */
record Ranges(RangeTable ipv4, RangeTable ipv6) {
    /** Asks for the table of each family, IPv4 first. */
    static Ranges of(Function<IpFamily, RangeTable> maker) {
        RangeTable ipv4 = maker.apply(IpFamily.IPV4);
        return new Ranges(ipv4, maker.apply(IpFamily.IPV6));
    }

    RangeTable of(IpFamily family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }
}
