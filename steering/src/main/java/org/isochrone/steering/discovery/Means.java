package org.isochrone.steering.discovery;

import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpFamily;

/**
 * What a probe takes on the side of the peer: a socket for a method over an address family. Immutable.
 *
 * @param method how it probes
 * @param family over what
 */
public record Means(ProbeMethod method, IpFamily family) {
    /** Returns what probing {@code target} takes. */
    public static Means of(Target target) {
        return new Means(target.method(), target.address().family());
    }
}
