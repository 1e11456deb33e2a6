package org.isochrone.steering.client;

import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * An address inside a client prefix that answers probes, with the method that works on it. Immutable.
 *
 * @param prefix the client prefix it stands for
 * @param address inside {@code prefix}
 * @param method how to probe it
 * @param port UDP or TCP port, 1 to 65535; 0 for a method without ports
 */
public record Target(Prefix prefix, IpAddress address, ProbeMethod method, int port) {
    /** Rejects an address outside the prefix and a port out of range. */
    public Target {
        if (!prefix.contains(address)) {
            throw new IllegalArgumentException("target " + address + " is not inside " + prefix);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be in [0..65535]: " + port);
        }
    }
}
