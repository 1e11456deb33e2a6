package org.isochrone.probe.prober;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * The local addresses that probes leave from. Immutable.
 *
 * @param ipv4 an IPv4 address of this machine, or none to let the kernel choose
 * @param ipv6 an IPv6 address of this machine, or none to let the kernel choose
 */
public record SourceAddresses(Optional<IpAddress> ipv4, Optional<IpAddress> ipv6) {
    /** The kernel chooses. */
    public static final SourceAddresses ANY = new SourceAddresses(Optional.empty(), Optional.empty());

    /** Rejects an address of the wrong family. */
    public SourceAddresses {
        if (ipv4.filter(address -> address.family() != IpFamily.IPV4).isPresent()
                || ipv6.filter(address -> address.family() != IpFamily.IPV6).isPresent()) {
            throw new IllegalArgumentException("addresses of the wrong family: ipv4=" + ipv4 + " ipv6=" + ipv6);
        }
    }

    /** Returns the one address for its family, and the kernel's choice for the other. */
    public static SourceAddresses of(IpAddress address) {
        Optional<IpAddress> some = Optional.of(address);
        return switch (address.family()) {
            case IPV4 -> new SourceAddresses(some, Optional.empty());
            case IPV6 -> new SourceAddresses(Optional.empty(), some);
        };
    }

    /** Returns the address of {@code family}. */
    public Optional<IpAddress> of(IpFamily family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    /** Returns what a socket for addresses of {@code family} is bound to, with a port of the kernel's choice. */
    public Optional<InetSocketAddress> bindTo(IpFamily family) {
        return of(family).map(known -> new InetSocketAddress(known.toInetAddress(), 0));
    }
}
