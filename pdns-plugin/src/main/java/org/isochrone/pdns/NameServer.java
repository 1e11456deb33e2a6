package org.isochrone.pdns;

import java.util.List;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A name server of the served zones. Immutable.
 *
 * @param host its name, canonical, without a trailing dot
 * @param addresses what its name is answered with where it lies inside a served zone; may be empty elsewhere
 */
public record NameServer(String host, List<IpAddress> addresses) {
    /** Copies the addresses. */
    public NameServer {
        addresses = List.copyOf(addresses);
    }
}
