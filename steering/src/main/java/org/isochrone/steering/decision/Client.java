package org.isochrone.steering.decision;

import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * For whom a decision is made: the client subnet of RFC 7871 if one was sent, else the resolver. Whose IPv6 address
 * stands for an IPv4 address is looked up by that one: 6to4 (RFC 3056), NAT64 with the well-known prefix (RFC 6052),
 * and IPv4-mapped addresses (RFC 4291 section 2.5.5.2). Immutable.
 *
 * @param address the first address of the subnet, or the resolver's
 * @param sourceLength how many bits of it are known: the source prefix length, or all
 * @param subnet whether it came as a client subnet
 * @param embeddedAt how many bits stood in front of {@code address} where it was written inside an IPv6 address, else
 *     0; lengths of prefixes told to whoever asked are longer by that
 */
public record Client(IpAddress address, int sourceLength, boolean subnet, int embeddedAt) {
    /** Who asks when nothing is known, as PowerDNS does for its own questions: 0.0.0.0. */
    public static final Client NOBODY = new Client(new IpAddress(IpFamily.IPV4, 0, 0), 32, false, 0);

    private static final long SIX_TO_FOUR = 0x2002;
    private static final int SIX_TO_FOUR_BITS = 16;
    private static final long NAT64 = 0x0064_FF9B_0000_0000L;
    private static final long MAPPED = 0xFFFF;
    private static final int LAST_BITS = 96;

    /** Returns the resolver itself as client. */
    public static Client resolver(IpAddress address) {
        return of(address, address.family().bits(), false);
    }

    /**
     * Returns the client behind an RFC 7871 client subnet; a subnet of length 0 says that the client wishes not to be
     * known, so the resolver decides.
     */
    public static Client subnet(Prefix subnet, IpAddress resolver) {
        return subnet.length() == 0 ? resolver(resolver) : of(subnet.network(), subnet.length(), true);
    }

    /**
     * Returns the length of the largest prefix around an address in which nobody's address stands for an IPv4 address,
     * or of the one longer than those in which all do; 0 for IPv4.
     */
    static int plainDepth(IpAddress address) {
        if (address.family() == IpFamily.IPV4) {
            return 0;
        }
        int sixToFour = Long.numberOfLeadingZeros(address.high() ^ SIX_TO_FOUR << 48);
        int depth = Math.min(sixToFour, SIX_TO_FOUR_BITS) + 1;
        depth = Math.max(depth, common(address, NAT64, 0) + 1);
        return Math.max(depth, common(address, 0, MAPPED << 32) + 1);
    }

    private static int common(IpAddress address, long high, long low) {
        return address.high() != high
                ? Long.numberOfLeadingZeros(address.high() ^ high)
                : Math.min(LAST_BITS, Long.SIZE + Long.numberOfLeadingZeros(address.low() ^ low));
    }

    private static Client of(IpAddress address, int length, boolean subnet) {
        if (address.family() == IpFamily.IPV6) {
            if (address.high() >>> 48 == SIX_TO_FOUR && length > SIX_TO_FOUR_BITS) {
                return embedded(address.high() << 16, length, subnet, SIX_TO_FOUR_BITS);
            }
            boolean nat64 = address.high() == NAT64 && address.low() >>> 32 == 0;
            boolean mapped = address.high() == 0 && address.low() >>> 32 == MAPPED;
            if ((nat64 || mapped) && length > LAST_BITS) {
                return embedded(address.low() << 32, length, subnet, LAST_BITS);
            }
        }
        return new Client(address, length, subnet, 0);
    }

    private static Client embedded(long high, int length, boolean subnet, int at) {
        IpAddress address = new IpAddress(IpFamily.IPV4, high & 0xFFFF_FFFF_0000_0000L, 0);
        return new Client(address, Math.min(IpFamily.IPV4.bits(), length - at), subnet, at);
    }
}
