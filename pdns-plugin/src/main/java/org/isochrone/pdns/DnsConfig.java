package org.isochrone.pdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.relay.StdioRelay;
import org.isochrone.steering.config.Settings;

/**
 * What is served and where: the section {@code [DNS]}. Immutable.
 *
 * @param zones the served zones, canonical, without a trailing dot; at least one
 * @param mailbox who is responsible for them, as the name that stands in the SOA record
 * @param nameServers at least two
 * @param ttl how long answers may be kept
 * @param socketPipe where PowerDNS's pipe backend and the relay connect; empty if off
 * @param socketRemote where PowerDNS's remote backend connects; empty if off
 * @param socketMode permissions of both sockets, as {@code chmod} takes them in octal
 * @param listen where the own DNS listener answers over UDP and TCP; empty if off
 * @param answersPerSecond over UDP to one network for one question; 0 for no limit
 * @param listenHttp where PowerDNS's remote backend asks over HTTP; empty if off
 * @param keys folder of the keys that zones are signed with; empty if none is signed
 * @param handOver how long a daemon whose sockets another one has taken waits for PowerDNS to ask on each connection,
 *     so that it can end there
 * @param powerDns where PowerDNS answers, so that such a daemon can ask there itself; empty if off
 * @param samples one of how many decisions is kept in the store; 0 for none
 * @param denial how signed zones prove that something is absent
 */
public record DnsConfig(
        List<String> zones,
        String mailbox,
        List<NameServer> nameServers,
        TtlConfig ttl,
        Optional<Path> socketPipe,
        Optional<Path> socketRemote,
        int socketMode,
        List<InetSocketAddress> listen,
        int answersPerSecond,
        Optional<InetSocketAddress> listenHttp,
        Optional<Path> keys,
        Duration handOver,
        List<InetSocketAddress> powerDns,
        int samples,
        Denial denial) {
    /**
     * {@code sun_path} of a UNIX-domain address holds 107 bytes on Linux, and 7 are needed while a socket is replaced.
     */
    static final int MAX_SOCKET_PATH = 100;

    /** Where PowerDNS's pipe backend and the relay connect where nothing else is given. */
    public static final Path DEFAULT_SOCKET_PIPE = Path.of(StdioRelay.DEFAULT_SOCKET);

    /** Where PowerDNS's remote backend connects where nothing else is given. */
    public static final Path DEFAULT_SOCKET_REMOTE = Path.of("/run/isochrone/remote.sock");

    /** Everybody on the machine may ask, since PowerDNS runs as a user of its own; all that is told is public. */
    public static final int DEFAULT_SOCKET_MODE = 0666;

    /** Where the own listener answers where nothing else is given: beside a DNS server, not in its place. */
    public static final InetSocketAddress DEFAULT_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5300);

    /** More than a resolver that caches has to ask, and no gain for whoever wants to flood somebody. */
    public static final int DEFAULT_ANSWERS_PER_SECOND = 200;

    /** One of so many decisions is kept where nothing else is given. */
    public static final int DEFAULT_SAMPLES = 1_000;

    /** Longer than a thread of PowerDNS is usually idle, and shorter than the 90 s that systemd waits. */
    public static final Duration DEFAULT_HAND_OVER = Duration.ofSeconds(60);

    /** Where PowerDNS usually answers, as seen from its own host. */
    public static final InetSocketAddress DEFAULT_POWER_DNS =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53);

    /** Tells whether a socket's path is short enough. */
    public static boolean fitsSocket(String path) {
        return path.getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH;
    }

    /** Copies the lists. */
    public DnsConfig {
        powerDns = List.copyOf(powerDns);
        zones = List.copyOf(zones);
        nameServers = List.copyOf(nameServers);
        listen = List.copyOf(listen);
    }

    /** Returns the names of those name servers whose addresses are written behind them. */
    public Set<String> serversWithAddresses() {
        return nameServers.stream()
                .filter(server -> !server.addresses().isEmpty())
                .map(NameServer::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Reads section {@code [DNS]}; what does not fit is noted in the settings' problems. */
    public static DnsConfig from(Settings settings) {
        return new DnsConfigReader(settings).read();
    }
}
