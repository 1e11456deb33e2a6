package org.isochrone.steering.port;

import java.util.List;
import org.isochrone.steering.content.DnsZone;

/** Keeps the DNS zones that have records of their own. */
public interface ContentStore {
    /** Keeps {@code zone} in place of what was kept of its apex, all or nothing. The same again changes nothing. */
    void replace(DnsZone zone);

    /** Forgets the zone of that apex; false if none is kept. */
    boolean remove(String apex);

    /** Returns every zone, by apex, each with its records in their order. */
    List<DnsZone> zones();

    /** Returns a number that changes whenever the zones do; cheap enough to ask every second. */
    long revision();
}
