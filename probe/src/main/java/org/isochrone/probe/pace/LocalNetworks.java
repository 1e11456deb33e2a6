package org.isochrone.probe.pace;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks that this machine's interfaces are in, as the kernel says, looked at once a minute. Of one that is
 * larger than a site's, which some providers hand out, the /24 or /48 around the machine's own address. Safe for any
 * thread.
 */
final class LocalNetworks implements Supplier<Set<Prefix>> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNetworks.class);
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int LARGEST_IPV4 = 20;
    private static final int LARGEST_IPV6 = 48;

    private final LongSupplier nanoTime;
    private Set<Prefix> networks;
    private long lookedNanos;

    LocalNetworks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.networks = look(Set.of());
        this.lookedNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized Set<Prefix> get() {
        if (nanoTime.getAsLong() - lookedNanos >= AGAIN_NANOS) {
            networks = look(networks);
            lookedNanos = nanoTime.getAsLong();
        }
        return networks;
    }

    private static Set<Prefix> look(Set<Prefix> last) {
        Set<Prefix> found = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .map(LocalNetworks::network)
                    .forEach(found::add);
        } catch (SocketException e) {
            LOG.warn("this machine's interfaces cannot be read: {}", e.getMessage());
            return last;
        }
        return Set.copyOf(found);
    }

    private static Prefix network(InterfaceAddress at) {
        InetAddress address = at.getAddress();
        return network(IpAddress.of(address), at.getNetworkPrefixLength());
    }

    /** Returns the network around {@code address} that is ours. */
    static Prefix network(IpAddress address, int length) {
        int largest = address.family() == IpFamily.IPV4 ? LARGEST_IPV4 : LARGEST_IPV6;
        boolean plausible = length >= largest && length <= address.family().bits();
        return plausible ? address.prefix(length) : address.leaf();
    }
}
