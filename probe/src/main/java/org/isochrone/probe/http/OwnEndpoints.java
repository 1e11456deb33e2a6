package org.isochrone.probe.http;

import java.util.List;
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
    private final Supplier<List<String>> urls;
    private final KnownHosts hosts;

    /**
     * Knows the endpoints of {@code urls}, which is asked again for every burst; others than HTTP are passed over.
     *
     * @param hosts what their hosts stand for
     */
    public OwnEndpoints(Supplier<List<String>> urls, KnownHosts hosts) {
        this.urls = urls;
        this.hosts = hosts;
    }

    /** Returns the endpoint that answers at the address and port of {@code target}, as far as that is known. */
    Optional<HttpUrl> at(Target target) {
        return urls.get().stream()
                .flatMap(url -> HttpUrl.parse(url).stream())
                .filter(url -> url.port() == target.port() && isAt(url.host(), target.address()))
                .findFirst();
    }

    private boolean isAt(String host, IpAddress address) {
        return hosts.now().getOrDefault(host, Set.of()).contains(address);
    }
}
