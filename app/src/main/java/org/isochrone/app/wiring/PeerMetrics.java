package org.isochrone.app.wiring;

import java.util.List;
import java.util.function.BiConsumer;
import org.isochrone.app.http.Metrics;
import org.isochrone.app.print.Words;
import org.isochrone.probe.Peer;

/** What the peers of a process tell at {@code /metrics}; most of it once they are open. */
final class PeerMetrics {
    private PeerMetrics() {}

    static void register(Metrics metrics, Daemon daemon) {
        metrics.gauge(
                "isochrone_spool_bursts",
                "Bursts that wait for the store.",
                List.of("peer"),
                sink -> open(daemon, (name, peer) -> sink.count(peer.spool().pending(), name)));
        metrics.counter(
                "isochrone_spool_dropped_bursts",
                "Bursts given up because the spool was full.",
                List.of("peer"),
                sink -> open(daemon, (name, peer) -> sink.count(peer.spool().dropped(), name)));
        metrics.counter(
                "isochrone_stood_still_milliseconds",
                "Time for which this process stood still, of pauses longer than a second.",
                List.of("peer"),
                sink -> open(
                        daemon,
                        (name, peer) -> sink.count(peer.time().stoodStill().toMillis(), name)));
        metrics.counter(
                "isochrone_clock_jumped_milliseconds",
                "How far the wall clock jumped, either way, all jumps together.",
                List.of("peer"),
                sink -> open(
                        daemon, (name, peer) -> sink.count(peer.time().jumped().toMillis(), name)));
        metrics.counter(
                "isochrone_checks_left_behind",
                "Programs that check endpoints and left something running, which was killed.",
                List.of("peer"),
                sink -> each(daemon, (name, probing) -> sink.count(probing.leftBehind(), name)));
        metrics.counter(
                "isochrone_passive_round_trips",
                "Round trips seen on connections of this host.",
                List.of("peer"),
                sink -> each(
                        daemon,
                        (name, probing) -> probing.sockets().ifPresent(watch -> sink.count(watch.seen(), name))));
        metrics.counter(
                "isochrone_probes",
                "Probes by what became of them.",
                List.of("peer", "method", "outcome"),
                sink -> open(daemon, (name, peer) -> probes(sink, name, peer)));
    }

    private static void probes(Metrics.Sink sink, String name, Peer peer) {
        peer.counters().forEach((method, counters) -> {
            var now = counters.now();
            String how = Words.lower(method);
            sink.count(now.sent(), name, how, "sent");
            sink.count(now.replies(), name, how, "reply");
            sink.count(now.losses(), name, how, "loss");
            sink.count(now.late(), name, how, "late");
            sink.count(now.duplicate(), name, how, "duplicate");
            sink.count(now.elsewhere(), name, how, "elsewhere");
            sink.count(now.foreign(), name, how, "foreign");
            sink.count(now.failed(), name, how, "failed");
        });
    }

    private static void each(Daemon daemon, BiConsumer<String, Probing> reader) {
        daemon.peers().forEach(probing -> reader.accept(probing.config().peer(), probing));
    }

    private static void open(Daemon daemon, BiConsumer<String, Peer> reader) {
        each(daemon, (name, probing) -> probing.peer().ifPresent(peer -> reader.accept(name, peer)));
    }
}
