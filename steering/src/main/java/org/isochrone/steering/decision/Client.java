package org.isochrone.steering.decision;

import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * For whom a decision is made: the client subnet of RFC 7871 if one was sent, else the resolver. Immutable.
 *
 * @param address the first address of the subnet, or the resolver's
 * @param sourceLength how many bits of it are known: the source prefix length, or all
 * @param subnet whether it came as a client subnet
 */
public record Client(IpAddress address, int sourceLength, boolean subnet) {
    /** Who asks when nothing is known, as PowerDNS does for its own questions: 0.0.0.0. */
    public static final Client NOBODY = new Client(new IpAddress(IpFamily.IPV4, 0, 0), 32, false);

    /** Returns the resolver itself as client. */
    public static Client resolver(IpAddress address) {
        return new Client(address, address.family().bits(), false);
    }

    /**
     * Returns the client behind an RFC 7871 client subnet; a subnet of length 0 says that the client wishes not to be
     * known, so the resolver decides.
     */
    public static Client subnet(Prefix subnet, IpAddress resolver) {
        return subnet.length() == 0 ? resolver(resolver) : new Client(subnet.network(), subnet.length(), true);
    }
}
