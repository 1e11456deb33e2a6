package org.isochrone.probe.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * The endpoints of our own zones, and which of them an address belongs to. HTTP is for them only: a request makes work
 * for whoever gets it. Safe for any thread.
 */
public final class OwnEndpoints {
    private final Supplier<List<String>> urls;
    private final Resolver resolver;

    /** Finds the addresses of a name; may wait for the network. */
    @FunctionalInterface
    public interface Resolver {
        /** Returns all of them. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** Knows the endpoints of {@code urls}, which is asked again for every burst; others than HTTP are passed over. */
    public OwnEndpoints(Supplier<List<String>> urls, Resolver resolver) {
        this.urls = urls;
        this.resolver = resolver;
    }

    /** Returns the endpoint that answers at the address and port of {@code target}. May wait for a name server. */
    Optional<HttpUrl> at(Target target) {
        return urls.get().stream()
                .flatMap(url -> HttpUrl.parse(url).stream())
                .filter(url -> url.port() == target.port() && isAt(url.host(), target.address()))
                .findFirst();
    }

    private boolean isAt(String host, IpAddress address) {
        try {
            return Arrays.stream(resolver.addresses(host))
                    .anyMatch(each -> IpAddress.of(each).equals(address));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
