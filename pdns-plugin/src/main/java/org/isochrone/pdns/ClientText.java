package org.isochrone.pdns;

import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.decision.Asker;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.AddressReader;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** Reads who asks from the texts that PowerDNS gives a backend. For one thread. */
public final class ClientText {
    /** What stands in front of the IPv4 address in the lower half of an IPv4-mapped one. */
    private static final long MAPPED = 0xFFFF_0000_0000L;

    private final AddressReader resolver = new AddressReader();
    private final AddressReader network = new AddressReader();

    /** Returns for whom a question is asked, as {@link #read} says. */
    public static Client parse(String remote, String subnet) {
        Asker asker = new Asker();
        new ClientText().read(Span.of(remote), Span.of(subnet), asker);
        return asker.client();
    }

    /**
     * Tells {@code into} for whom a question is asked.
     *
     * @param remote the resolver's address; {@code %interface} behind it is dropped
     * @param subnet the client subnet, {@code ADDRESS/LENGTH}, as PowerDNS tells it: the resolver with all its bits
     *     where no client subnet came; empty for none; length 0 asks not to be known
     * @throws IllegalArgumentException saying which field is wrong and what is legal
     */
    public void read(Span remote, Span subnet, Asker into) {
        read(resolver, remote, remote.length(), "remote");
        into.resolver(resolver.family(), resolver.high(), resolver.low());
        if (subnet.isEmpty()) {
            return;
        }
        int slash = indexOf(subnet, '/');
        read(network, subnet, slash, "client subnet");
        // the length of one that is written as IPv6 is that of an IPv6 prefix, and so is the scope of its answer
        boolean mapped = network.family() == IpFamily.IPV4 && indexOf(subnet, ':') < slash;
        IpFamily family = mapped ? IpFamily.IPV6 : network.family();
        long high = mapped ? 0 : network.high();
        long low = mapped ? MAPPED | network.high() >>> Integer.SIZE : network.low();
        int bits = family.bits();
        int length = slash == subnet.length() ? bits : length(subnet, slash + 1, bits);
        boolean same = family == resolver.family() && high == resolver.high() && low == resolver.low();
        if (length > 0 && (length < bits || !same)) {
            into.subnet(family, IpAddress.maskedHigh(high, length), IpAddress.maskedLow(low, length), length);
        }
    }

    private static void read(AddressReader reader, Span text, int end, String field) {
        if (!reader.read(text.octets(), text.start(), text.start() + end)) {
            throw new IllegalArgumentException(
                    field + ": not an IPv4 or IPv6 address: '" + text.subSequence(0, end) + "'");
        }
    }

    private static int indexOf(Span text, char wanted) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != wanted) {
            at++;
        }
        return at;
    }

    private static int length(Span subnet, int at, int bits) {
        int length = -1;
        if (subnet.length() > at && subnet.length() <= at + 3) {
            length = 0;
            for (int i = at; i < subnet.length() && length >= 0; i++) {
                int digit = subnet.charAt(i) - '0';
                length = digit < 0 || digit > 9 ? -1 : length * 10 + digit;
            }
        }
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("client subnet: length must be in [0.." + bits + "]: '"
                    + subnet.subSequence(at, subnet.length()) + "'");
        }
        return length;
    }
}
