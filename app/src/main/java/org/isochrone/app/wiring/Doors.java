package org.isochrone.app.wiring;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.app.config.ProgramVersion;
import org.isochrone.app.state.KeyKeeper;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.HandOver;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.dns.DnsAnswerer;
import org.isochrone.pdns.dns.DnsListener;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.pipe.StandardCommands;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteHttp;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;

/** Every way in which questions come to the answering process. Opened and closed by one thread. */
final class Doors implements AutoCloseable {
    /**
     * Without a successor PowerDNS's connections come to their end within this when we stop: nobody answers meanwhile.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Responder responder;
    private final AnswerCounters counters;
    private final KeyKeeper keys;
    private final InstantSource clock;
    private final Runnable reload;
    private final List<UnixServer> sockets = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private Optional<DnsListener> listener = Optional.empty();
    private Optional<RemoteHttp> http = Optional.empty();
    private Duration handOver = Duration.ZERO;
    private List<InetSocketAddress> powerDns = List.of();
    private String zone = "";

    /**
     * Opens nothing yet.
     *
     * @param clock tells how old what is answered is, for operators
     * @param reload takes what is new now, for operators
     */
    Doors(Responder responder, AnswerCounters counters, KeyKeeper keys, InstantSource clock, Runnable reload) {
        this.responder = responder;
        this.counters = counters;
        this.keys = keys;
        this.clock = clock;
        this.reload = reload;
    }

    /**
     * Opens the own DNS listener and the remote backend's HTTP port, if they are on.
     *
     * @throws IOException if an address cannot be bound, as when another process has it
     */
    void listen(DnsConfig dns) throws IOException {
        if (!dns.listen().isEmpty()) {
            DnsListener opened =
                    DnsListener.start(dns.listen(), new DnsAnswerer(responder, counters), dns.answersPerSecond());
            listener = Optional.of(opened);
            opened.addresses()
                    .forEach(at -> places.add("dns " + at.getAddress().getHostAddress() + " port " + at.getPort()));
        }
        if (dns.listenHttp().isPresent()) {
            RemoteHttp opened = RemoteHttp.start(dns.listenHttp().get(), new RemoteContext(responder, counters));
            http = Optional.of(opened);
            InetSocketAddress at = opened.address();
            places.add("remote http://" + at.getAddress().getHostAddress() + ":" + at.getPort() + RemoteHttp.BASE);
        }
    }

    /**
     * Puts the sockets for PowerDNS in place, where they replace those of another process. Nothing that can fail may
     * come after it: a start that fails must leave the process alone that runs already.
     *
     * @throws IOException if a path cannot be used; both are looked at before either is taken
     */
    void takeSockets(DnsConfig dns) throws IOException {
        for (Optional<Path> path : List.of(dns.socketPipe(), dns.socketRemote())) {
            if (path.isPresent()) {
                UnixServer.check(path.get());
            }
        }
        PipeContext pipe = new PipeContext(
                responder,
                counters,
                new StandardCommands(responder, counters, ProgramVersion.text(), clock, reload),
                ProgramVersion.text());
        handOver = dns.handOver();
        powerDns = dns.powerDns();
        zone = dns.zones().getFirst();
        if (dns.socketPipe().isPresent()) {
            sockets.add(PipeServer.start(dns.socketPipe().get(), dns.socketMode(), pipe));
            places.add("pipe " + dns.socketPipe().get());
        }
        if (dns.socketRemote().isPresent()) {
            RemoteContext remote = new RemoteContext(responder, counters, keys, dns.denial());
            sockets.add(RemoteServer.start(dns.socketRemote().get(), dns.socketMode(), remote));
            places.add("remote " + dns.socketRemote().get());
        }
    }

    /** Returns where the own DNS listener answers; empty if it is off. */
    Optional<InetSocketAddress> dns() {
        return listener.map(opened -> opened.addresses().getFirst());
    }

    /** Returns where questions can be asked, for people. */
    List<String> places() {
        return List.copyOf(places);
    }

    @Override
    public void close() {
        try (Closing closing = new Closing()) {
            boolean succeeded = sockets.stream().anyMatch(UnixServer::succeeded);
            long deadline = System.nanoTime() + (succeeded ? handOver : PATIENCE).toNanos();
            if (succeeded) {
                new HandOver(sockets, powerDns, zone).run(handOver);
            } else {
                sockets.forEach(UnixServer::drain);
            }
            sockets.forEach(socket -> closing.add(
                    "socket", () -> socket.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))));
            listener.ifPresent(opened -> closing.add("dns", opened));
            http.ifPresent(opened -> closing.add("remote over http", opened));
        }
    }
}
