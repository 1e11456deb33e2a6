package org.isochrone.probe;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsProber;
import org.isochrone.probe.health.Endpoint;
import org.isochrone.probe.http.HttpEndpoint;
import org.isochrone.probe.http.HttpProber;
import org.isochrone.probe.http.HttpUrl;
import org.isochrone.probe.http.OwnEndpoints;
import org.isochrone.probe.http.TlsPolicy;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.HostFile;
import org.isochrone.probe.name.KnownHosts;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.pace.ExclusionList;
import org.isochrone.probe.pace.OwnSpace;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.tcp.TcpConnectProber;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.topology.HealthCheck;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a peer is made of, and its dry run. */
final class PeerParts {
    private static final Logger LOG = LoggerFactory.getLogger(PeerParts.class);

    /** How a peer can probe targets. */
    static final Set<ProbeMethod> METHODS =
            Set.of(ProbeMethod.TCP, ProbeMethod.DNS, ProbeMethod.ICMP, ProbeMethod.HTTP);

    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final int LEAST_BATCH = 500;
    private static final int MOST_BATCH = 5000;
    private static final int BATCH_SECONDS = 10;

    private PeerParts() {}

    /** Returns what the hosts of our endpoints stand for, after a short wait for those that are known already. */
    static KnownHosts hosts(
            Supplier<Optional<Topology>> topology, HostAddresses resolver, Clocks clocks, HostFile file) {
        KnownHosts hosts = new KnownHosts(
                () -> topology.get().map(Endpoint::of).orElse(List.of()).stream()
                        .map(Endpoint::host)
                        .toList(),
                resolver,
                clocks.nanoTime(),
                file);
        hosts.settle(SETTLE);
        return hosts;
    }

    /** Returns what says which bursts may leave. */
    static Pacer pacer(ProbeConfig config, OwnSpace own, ProbeMemory memory, Clocks clocks) {
        ExclusionList exclusions = config.exclusions()
                .map(file -> ExclusionList.read(file, clocks.nanoTime()))
                .orElseGet(ExclusionList::none);
        AddressPolicy policy = new AddressPolicy(config.allowReserved(), own);
        return new Pacer(config.pace(), policy, exclusions, memory, clocks.nanoTime());
    }

    /** Returns the endpoints of our zones: the only ones that are asked by HTTP. */
    static List<HttpEndpoint> endpoints(Supplier<Optional<Topology>> topology) {
        return topology.get().map(Endpoint::of).orElse(List.of()).stream()
                .flatMap(each -> HttpUrl.parse(each.url()).stream().map(url -> new HttpEndpoint(url, insecure(each))))
                .toList();
    }

    private static boolean insecure(Endpoint endpoint) {
        return endpoint.check() instanceof HealthCheck.Http check && check.insecure();
    }

    /**
     * Returns some seconds' worth of bursts, to be had from the store at a time: few questions to it, and little to
     * give back after a crash.
     */
    static int batch(ProbeConfig config) {
        int perSecond = config.pace().packetsPerSecond() / config.shape().probes();
        return Math.clamp((long) perSecond * BATCH_SECONDS, LEAST_BATCH, MOST_BATCH);
    }

    /** Starts the probers, one per method. */
    static Map<ProbeMethod, Prober> probers(
            ProbeConfig config, OwnEndpoints endpoints, Clocks clocks, RandomGenerator random) {
        Map<ProbeMethod, Prober> probers = new EnumMap<>(ProbeMethod.class);
        probers.put(ProbeMethod.TCP, new TcpConnectProber(config.shape(), config.source(), clocks));
        probers.put(ProbeMethod.DNS, new DnsProber(config.question(), config.shape(), config.source(), clocks, random));
        probers.put(
                ProbeMethod.ICMP, new IcmpProber(config.contact(), config.shape(), config.source(), clocks, random));
        probers.put(
                ProbeMethod.HTTP,
                new HttpProber(
                        endpoints,
                        config.contact(),
                        TlsPolicy.of(config.authorities()),
                        config.shape(),
                        config.source(),
                        clocks,
                        (target, timing) -> LOG.debug("{}: {}", target, timing)));
        return Map.copyOf(probers);
    }
}
