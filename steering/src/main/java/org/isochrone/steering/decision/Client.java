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
        return new Asker()
                .resolver(address.family(), address.high(), address.low())
                .client();
    }

    /**
     * Returns the client behind an RFC 7871 client subnet; a subnet of length 0 says that the client wishes not to be
     * known, so the resolver decides.
     */
    public static Client subnet(Prefix subnet, IpAddress resolver) {
        IpAddress network = subnet.network();
        return subnet.length() == 0
                ? resolver(resolver)
                : new Asker()
                        .subnet(network.family(), network.high(), network.low(), subnet.length())
                        .client();
    }

    /**
     * Returns the length of the largest prefix around an address in which nobody's address stands for an IPv4 address,
     * or of the one longer than those in which all do; 0 for IPv4.
     */
    static int plainDepth(IpFamily family, long high, long low) {
        if (family == IpFamily.IPV4) {
            return 0;
        }
        int sixToFour = Long.numberOfLeadingZeros(high ^ SIX_TO_FOUR << 48);
        int depth = Math.min(sixToFour, SIX_TO_FOUR_BITS) + 1;
        depth = Math.max(depth, common(high, low, NAT64, 0) + 1);
        return Math.max(depth, common(high, low, 0, MAPPED << 32) + 1);
    }

    private static int common(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh
                ? Long.numberOfLeadingZeros(high ^ otherHigh)
                : Math.min(LAST_BITS, Long.SIZE + Long.numberOfLeadingZeros(low ^ otherLow));
    }

    /**
     * Returns how many bits stand in front of the IPv4 address that an address stands for; 0 if it stands for itself.
     *
     * @param length how many bits of it are known
     */
    static int embeddedAt(IpFamily family, long high, long low, int length) {
        if (family == IpFamily.IPV4) {
            return 0;
        }
        if (high >>> 48 == SIX_TO_FOUR && length > SIX_TO_FOUR_BITS) {
            return SIX_TO_FOUR_BITS;
        }
        boolean nat64 = high == NAT64 && low >>> 32 == 0;
        boolean mapped = high == 0 && low >>> 32 == MAPPED;
        return (nat64 || mapped) && length > LAST_BITS ? LAST_BITS : 0;
    }

    /** Returns the upper half of the IPv4 address that stands behind so many bits. */
    static long embedded(long high, long low, int at) {
        return (at == SIX_TO_FOUR_BITS ? high << SIX_TO_FOUR_BITS : low << 32) & 0xFFFF_FFFF_0000_0000L;
    }
}
