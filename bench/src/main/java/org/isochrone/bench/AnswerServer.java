package org.isochrone.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.NameServer;
import org.isochrone.pdns.TtlConfig;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.dns.DnsAnswerer;
import org.isochrone.pdns.dns.DnsListener;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.pipe.StandardCommands;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapCodec;

/**
 * The answering part of the program on its own, over a fixed snapshot of {@link World}: no database, no memcached, no
 * configuration file. Prints {@code ready} when it listens, and ends when it is ended.
 *
 * <p>Arguments: {@code pipe} or {@code remote} and the path of the socket, or {@code listen} and a port of 127.0.0.1;
 * and a file of {@link WorldFile} with another map than that of 4096 client prefixes.
 */
public final class AnswerServer {
    /** How many client prefixes the map has if no other is given. */
    static final int PREFIXES = 4_096;

    private static final int SOCKET_MODE = 0600;
    private static final String VERSION = "bench";

    private AnswerServer() {}

    /** Answers until the process is ended. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LatencyMap map = args.length > 2 ? MapCodec.decode(Files.readAllBytes(Path.of(args[2]))) : World.map(PREFIXES);
        AnswerCounters counters = new AnswerCounters();
        Optional<Snapshot> snapshot =
                Optional.of(Snapshot.of(World.topology(), World.buckets()).withMap(map, "bench"));
        Responder responder = new Responder(config(), () -> snapshot, new ClientCounter(), counters);
        switch (args[0]) {
            case "pipe" ->
                PipeServer.start(
                        Path.of(args[1]),
                        SOCKET_MODE,
                        new PipeContext(
                                responder, counters, new StandardCommands(responder, counters, VERSION), VERSION));
            case "remote" -> RemoteServer.start(Path.of(args[1]), SOCKET_MODE, new RemoteContext(responder, counters));
            case "listen" ->
                DnsListener.start(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]))),
                        new DnsAnswerer(responder, counters));
            default -> throw new IllegalArgumentException("must be pipe, remote or listen: '" + args[0] + "'");
        }
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static DnsConfig config() {
        return new DnsConfig(
                List.of(World.DNS_ZONE),
                "hostmaster." + World.DNS_ZONE,
                List.of(new NameServer("ns1.example.net", List.of()), new NameServer("ns2.example.net", List.of())),
                TtlConfig.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                SOCKET_MODE,
                List.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                DnsConfig.DEFAULT_HAND_OVER,
                List.of(),
                DnsConfig.DEFAULT_SAMPLES,
                Denial.NSEC3_NARROW);
    }
}
