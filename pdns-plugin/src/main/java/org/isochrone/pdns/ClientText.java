package org.isochrone.pdns;

import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** Reads who asks from the texts that PowerDNS gives a backend. */
public final class ClientText {
    /** What stands in front of the IPv4 address in the lower half of an IPv4-mapped one. */
    private static final long MAPPED = 0xFFFF_0000_0000L;

    private ClientText() {}

    /**
     * Returns for whom a question is asked.
     *
     * @param remote the resolver's address; {@code %interface} behind it is dropped
     * @param subnet the client subnet, {@code ADDRESS/LENGTH}, as PowerDNS tells it: the resolver with all its bits
     *     where no client subnet came; empty for none; length 0 asks not to be known
     * @throws IllegalArgumentException saying which field is wrong and what is legal
     */
    public static Client parse(String remote, String subnet) {
        IpAddress resolver = address(remote, "remote");
        if (subnet.isEmpty()) {
            return Client.resolver(resolver);
        }
        int slash = subnet.indexOf('/');
        IpAddress network = address(slash < 0 ? subnet : subnet.substring(0, slash), "client subnet");
        if (network.family() == IpFamily.IPV4 && subnet.indexOf(':') >= 0) {
            // its length is that of an IPv6 prefix, and so is the scope of its answer
            network = new IpAddress(IpFamily.IPV6, 0, MAPPED | network.high() >>> 32);
        }
        int bits = network.family().bits();
        int length = slash < 0 ? bits : length(subnet, slash + 1, bits);
        return length == bits && network.equals(resolver)
                ? Client.resolver(resolver)
                : Client.subnet(network.prefix(length), resolver);
    }

    private static IpAddress address(String text, String field) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    private static int length(String subnet, int at, int bits) {
        int length = -1;
        if (subnet.length() > at && subnet.length() <= at + 3) {
            length = 0;
            for (int i = at; i < subnet.length() && length >= 0; i++) {
                int digit = subnet.charAt(i) - '0';
                length = digit < 0 || digit > 9 ? -1 : length * 10 + digit;
            }
        }
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException(
                    "client subnet: length must be in [0.." + bits + "]: '" + subnet.substring(at) + "'");
        }
        return length;
    }
}
