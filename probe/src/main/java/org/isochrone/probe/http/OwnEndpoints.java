package org.isochrone.probe.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * The endpoints of our own zones, and which of them an address belongs to. HTTP is for them only: a request makes work
 * for whoever gets it. Safe for any thread.
 */
public final class OwnEndpoints {
    private final Supplier<List<HttpEndpoint>> endpoints;
    private final Supplier<Map<String, Set<IpAddress>>> hosts;

    /**
     * Knows {@code endpoints}, which are asked for again for every burst.
     *
     * @param hosts what their hosts stand for
     */
    public OwnEndpoints(Supplier<List<HttpEndpoint>> endpoints, KnownHosts hosts) {
        this(endpoints, hosts::now);
    }

    /** Knows one endpoint, which answers at {@code addresses}. */
    public OwnEndpoints(HttpEndpoint endpoint, Set<IpAddress> addresses) {
        this(() -> List.of(endpoint), () -> Map.of(endpoint.url().host(), addresses));
    }

    private OwnEndpoints(Supplier<List<HttpEndpoint>> endpoints, Supplier<Map<String, Set<IpAddress>>> hosts) {
        this.endpoints = endpoints;
        this.hosts = hosts;
    }

    /** Returns the endpoint that answers at the address and port of {@code target}, as far as that is known. */
    Optional<HttpEndpoint> at(Target target) {
        Map<String, Set<IpAddress>> known = hosts.get();
        return endpoints.get().stream()
                .filter(each -> each.url().port() == target.port()
                        && known.getOrDefault(each.url().host(), Set.of()).contains(target.address()))
                .findFirst();
    }
}
