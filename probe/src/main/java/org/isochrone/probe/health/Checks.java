package org.isochrone.probe.health;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.isochrone.probe.http.TlsPolicy;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.topology.HealthCheck;

/**
 * Checks each endpoint in the way that its zone asks for. Safe for any thread; close it when no check is under way any
 * longer.
 */
public final class Checks implements EndpointCheck, AutoCloseable {
    private final TcpCheck tcp;
    private final HttpCheck http;
    private final DnsCheck dns;
    private final CommandCheck command;
    private final Attempts attempts;
    private final Supplier<Prober> pingers;
    private final Object lock = new Object();
    private Optional<Prober> pinger = Optional.empty();

    /**
     * Puts the parts together.
     *
     * @param peer who checks
     * @param pingers makes a prober by ICMP, which sends one request a burst; asked once, when the first endpoint needs
     *     it, since few do and it takes a thread
     * @param nanoTime the monotonic clock, nanoseconds
     */
    public Checks(String peer, HealthConfig config, Supplier<Prober> pingers, LongSupplier nanoTime) {
        Duration timeout = config.timeout();
        this.attempts = new Attempts(HostAddresses.system(), timeout, nanoTime);
        this.pingers = pingers;
        tcp = new TcpCheck(attempts);
        http = new HttpCheck(attempts, TlsPolicy.of(config.authorities()));
        dns = new DnsCheck(attempts);
        command = new CommandCheck(peer, config.commands(), timeout);
    }

    @Override
    public CheckResult check(Endpoint endpoint) throws InterruptedException {
        return switch (endpoint.check()) {
            case HealthCheck.Tcp wanted ->
                tcp.check(endpoint.host(), wanted.port().orElse(endpoint.port()));
            case HealthCheck.Http wanted -> http.check(endpoint, wanted);
            case HealthCheck.Dns wanted -> dns.check(endpoint.host(), wanted);
            case HealthCheck.Icmp _ -> new IcmpCheck(attempts, pinger()).check(endpoint.host());
            case HealthCheck.Command wanted -> command.check(endpoint, wanted);
        };
    }

    private Prober pinger() {
        synchronized (lock) {
            Prober made = pinger.orElseGet(pingers);
            pinger = Optional.of(made);
            return made;
        }
    }

    /** Returns how many programs left something running, which was killed. */
    public long leftBehind() {
        return command.leftBehind();
    }

    @Override
    public void close() {
        synchronized (lock) {
            pinger.ifPresent(Prober::close);
        }
    }
}
