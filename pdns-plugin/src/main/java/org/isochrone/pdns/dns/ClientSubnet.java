package org.isochrone.pdns.dns;

import org.isochrone.steering.decision.Asker;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The client subnet that a question carries (EDNS option 8, RFC 7871 section 6), if it does; the next question's takes
 * its place. For one thread.
 *
 * <pre>
 * family, 2 octets: 1 IPv4, 2 IPv6 | source length, 1 | scope length, 1: 0 in questions | address, as many as needed
 * </pre>
 *
 * <p>An IPv6 subnet inside ::ffff:0:0/96 stays one of IPv6 here, so that lengths told about it are those of IPv6.
 */
final class ClientSubnet {
    /** The option's number. */
    static final int OPTION = 8;

    private static final int FIXED = 4;

    private IpFamily family = IpFamily.IPV4;
    private long high;
    private long low;
    private int sourceLength;
    private boolean there;

    /** Becomes none. */
    void clear() {
        there = false;
    }

    /** Tells whether there is one. */
    boolean there() {
        return there;
    }

    /** Octets of the option's value. */
    int length() {
        return FIXED + octets(sourceLength);
    }

    /** Tells for whom the question is asked; length 0 asks not to be known, and the resolver decides. */
    void tell(Asker asker, IpAddress resolver) {
        if (there && sourceLength > 0) {
            asker.subnet(family, high, low, sourceLength);
        } else {
            asker.resolver(resolver.family(), resolver.high(), resolver.low());
        }
    }

    /**
     * Reads the option's value.
     *
     * @throws MalformedMessageException for what RFC 7871 wants answered with FORMERR: a family that is not known, a
     *     length beyond the family's, a scope in a question, too many or too few octets, bits behind the length
     */
    void decode(byte[] message, int at, int length) throws MalformedMessageException {
        if (length < FIXED) {
            throw new MalformedMessageException("a client subnet must have at least 4 octets: " + length);
        }
        family = switch (WireQuery.u16(message, at)) {
            case 1 -> IpFamily.IPV4;
            case 2 -> IpFamily.IPV6;
            default -> throw new MalformedMessageException("a client subnet's family must be 1 or 2");
        };
        sourceLength = message[at + 2] & 0xFF;
        if (sourceLength > family.bits() || message[at + 3] != 0 || length != FIXED + octets(sourceLength)) {
            throw new MalformedMessageException("a client subnet's lengths do not fit");
        }
        high = 0;
        low = 0;
        for (int i = 0; i < length - FIXED; i++) {
            long octet = message[at + FIXED + i] & 0xFFL;
            if (i < Long.BYTES) {
                high |= octet << (56 - 8 * i);
            } else {
                low |= octet << (120 - 8 * i);
            }
        }
        if (IpAddress.maskedHigh(high, sourceLength) != high || IpAddress.maskedLow(low, sourceLength) != low) {
            throw new MalformedMessageException("a client subnet must have no bits behind its length");
        }
        there = true;
    }

    /**
     * Tells whether an option's value is family 0 and nothing else, as {@code dig +subnet=0} sends it: the asker wishes
     * not to be known.
     */
    static boolean isNobody(byte[] message, int at, int length) {
        return length == FIXED && message[at] == 0 && message[at + 1] == 0 && message[at + 2] == 0;
    }

    /**
     * Appends the option with what an answer says of it.
     *
     * @param scope for how many bits the answer holds
     */
    void encode(int scope, WireWriter out) {
        int number = family == IpFamily.IPV4 ? 1 : 2;
        out.u16(OPTION).u16(length()).u16(number).u8(sourceLength);
        out.u8(Math.min(scope, family.bits()));
        for (int i = 0; i < octets(sourceLength); i++) {
            long half = i < Long.BYTES ? high : low;
            out.u8((int) (half >>> (56 - 8 * (i % Long.BYTES))) & 0xFF);
        }
    }

    private static int octets(int bits) {
        return (bits + 7) / 8;
    }
}
