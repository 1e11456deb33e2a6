package org.isochrone.app.wiring;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.isochrone.app.config.HttpConfig;
import org.isochrone.app.http.HttpListener;
import org.isochrone.app.http.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a daemon tells how it is: the door for its metrics and its health. */
final class DaemonStatus {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonStatus.class);

    private DaemonStatus() {}

    /**
     * Opens the door, if there is to be one; without it goes on whose port nobody has chosen and somebody else has.
     *
     * @throws IOException if it cannot be opened
     */
    static Optional<HttpListener> open(Daemon daemon, HttpConfig config, InstantSource clock) throws IOException {
        if (config.listen().isEmpty()) {
            return Optional.empty();
        }
        Metrics metrics = new Metrics();
        DaemonMetrics.register(metrics, daemon, clock);
        InetSocketAddress listen = config.listen().get();
        String where = listen.getAddress().getHostAddress() + " port " + listen.getPort();
        HttpListener opened;
        try {
            opened = HttpListener.open(listen, metrics, () -> DaemonCondition.of(daemon, clock));
        } catch (BindException e) {
            if (config.chosen()) {
                throw new IOException("[Http] Listen: cannot listen on " + where + ": " + e.getMessage(), e);
            }
            LOG.warn(
                    "no /metrics and /health: cannot listen on {}: {}; perhaps another daemon of this host does: give"
                            + " each its own [Http] Listen",
                    where,
                    e.getMessage());
            return Optional.empty();
        }
        if (!listen.getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "[Http] Listen: /metrics and /health on {} can be read by everybody who reaches that address:"
                            + " there is no password",
                    where);
        }
        return Optional.of(opened);
    }
}
