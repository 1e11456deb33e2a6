package org.isochrone.steering.map;

import java.util.function.Function;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The ranges of one zonegroup, or of anything else, by family. Immutable.
 *
 * @param ipv4 those of IPv4
 * @param ipv6 those of IPv6
 */
record Ranges(RangeLookup ipv4, RangeLookup ipv6) {
    /** Asks for the table of each family, IPv4 first. */
    static Ranges of(Function<IpFamily, RangeLookup> maker) {
        RangeLookup ipv4 = maker.apply(IpFamily.IPV4);
        return new Ranges(ipv4, maker.apply(IpFamily.IPV6));
    }

    RangeLookup of(IpFamily family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }
}
