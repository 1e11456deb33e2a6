package org.isochrone.pdns.dns;

import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The client subnet that a question carries (EDNS option 8, RFC 7871 section 6). Immutable.
 *
 * <pre>
 * family, 2 octets: 1 IPv4, 2 IPv6 | source length, 1 | scope length, 1: 0 in questions | address, as many as needed
 * </pre>
 *
 * <p>An IPv6 subnet inside ::ffff:0:0/96 stays one of IPv6 here, so that lengths told about it are those of IPv6.
 *
 * @param network the first address of the subnet
 * @param sourceLength how many bits of it are known
 */
record ClientSubnet(IpAddress network, int sourceLength) {
    /** The option's number. */
    static final int OPTION = 8;

    private static final int FIXED = 4;

    /** Octets of the option's value. */
    int length() {
        return FIXED + octets(sourceLength);
    }

    /** Returns for whom the question is asked; length 0 asks not to be known, and the resolver decides. */
    Client client(IpAddress resolver) {
        return Client.subnet(network.prefix(sourceLength), resolver);
    }

    /**
     * Reads the option's value.
     *
     * @throws MalformedMessageException for what RFC 7871 wants answered with FORMERR: a family that is not known, a
     *     length beyond the family's, a scope in a question, too many or too few octets, bits behind the length
     */
    static ClientSubnet decode(byte[] message, int at, int length) throws MalformedMessageException {
        if (length < FIXED) {
            throw new MalformedMessageException("a client subnet must have at least 4 octets: " + length);
        }
        IpFamily family = switch (WireQuery.u16(message, at)) {
            case 1 -> IpFamily.IPV4;
            case 2 -> IpFamily.IPV6;
            default -> throw new MalformedMessageException("a client subnet's family must be 1 or 2");
        };
        int source = message[at + 2] & 0xFF;
        if (source > family.bits() || message[at + 3] != 0 || length != FIXED + octets(source)) {
            throw new MalformedMessageException("a client subnet's lengths do not fit");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < length - FIXED; i++) {
            long octet = message[at + FIXED + i] & 0xFFL;
            if (i < Long.BYTES) {
                high |= octet << (56 - 8 * i);
            } else {
                low |= octet << (120 - 8 * i);
            }
        }
        IpAddress network = new IpAddress(family, high, low);
        if (!network.masked(source).equals(network)) {
            throw new MalformedMessageException("a client subnet must have no bits behind its length");
        }
        return new ClientSubnet(network, source);
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
    void encode(int scope, WireAnswer out) {
        int family = network.family() == IpFamily.IPV4 ? 1 : 2;
        out.u16(OPTION).u16(length()).u16(family).u8(sourceLength);
        out.u8(Math.min(scope, network.family().bits()));
        for (int i = 0; i < octets(sourceLength); i++) {
            long half = i < Long.BYTES ? network.high() : network.low();
            out.u8((int) (half >>> (56 - 8 * (i % Long.BYTES))) & 0xFF);
        }
    }

    private static int octets(int bits) {
        return (bits + 7) / 8;
    }
}
