package org.isochrone.probe.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.prober.Probe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request over a connection of its own, from the connect to the first byte of the answer. For the loop's thread
 * only.
 *
 * <p>Over TLS the request waits, after the handshake, until what servers send behind it (tickets for later sessions,
 * RFC 8446 section 4.6.1) has come: else that would be taken together with the answer, and the server's own end of the
 * handshake would be measured with it. For the same reason the server is not asked to close the connection: the record
 * that says so would follow the answer at once.
 */
final class HttpCall {
    private static final Logger LOG = LoggerFactory.getLogger(HttpCall.class);
    private static final long LONGEST_RTT_NANOS = Duration.ofMillis(500).toNanos();
    private static final long QUIET_NANOS = Duration.ofMillis(5).toNanos();
    private static final long TICKETS_NANOS = Duration.ofMillis(60).toNanos();

    private final HttpWire wire;
    private final Probe probe;
    private final HttpEndpoint endpoint;
    private final Transport transport;
    private final Optional<TlsLink> tls;
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private State state = State.CONNECTING;
    private long beganNanos;
    private long connectedNanos;
    private long shakenNanos;
    private long quietSinceNanos;
    private int segments;
    private boolean busy;
    private FirstByte first = NOTHING;

    private static final FirstByte NOTHING = new FirstByte(0, new ClockReading(0, 0, 0), false);

    private enum State {
        CONNECTING,
        SHAKING,
        SETTLING,
        ASKED,
        ENDED
    }

    /** A call that has not begun. */
    HttpCall(HttpWire wire, Probe probe, HttpEndpoint endpoint, Transport.Opener opener, Optional<TlsLink> tls)
            throws IOException {
        this.wire = wire;
        this.probe = probe;
        this.endpoint = endpoint;
        this.tls = tls;
        this.transport = opener.open(
                probe.target().address().family(),
                wire.source().of(probe.target().address().family()),
                this::ready);
    }

    /**
     * Begins to connect.
     *
     * @throws IOException if this machine cannot send
     */
    void begin() throws IOException {
        beganNanos = wire.nanos();
        switch (transport.connect(probe.target().address(), endpoint.url().port())) {
            case UNDER_WAY -> giveUpUnless(State.CONNECTING, "no connection in time");
            case CONNECTED -> guarded(this::connected);
            case REFUSED -> lose("refuses connections");
        }
    }

    /** What may fail for want of the other side. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    private void guarded(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            if (distrusted(e)) {
                String why = "the certificate of " + endpoint.url().host() + " is not accepted: " + e.getMessage();
                wire.distrusted(endpoint.url(), why);
                end(Optional.of(why));
            } else {
                lose(String.valueOf(e.getMessage()));
            }
        }
    }

    private static boolean distrusted(Throwable failure) {
        return failure instanceof CertificateException
                || (failure.getCause() != null && distrusted(failure.getCause()));
    }

    private void giveUpUnless(State gone, String why) {
        wire.after(wire.timeoutNanos(), () -> {
            if (state == gone) {
                lose(why);
            }
        });
    }

    /** Sees to what has come, {@code nowNanos} being right after the wait for it. */
    void ready(long nowNanos) {
        guarded(() -> {
            switch (state) {
                case CONNECTING -> {
                    switch (transport.outcome()) {
                        case UNDER_WAY -> {}
                        case CONNECTED -> connected();
                        case REFUSED -> lose("refuses connections");
                    }
                }
                case SHAKING, SETTLING -> {
                    if (!busy) {
                        readRecords();
                    }
                }
                case ASKED -> {
                    stampRequest();
                    if (tls.isPresent()) {
                        readRecords();
                    } else if (read(one, 1)) {
                        answered();
                    }
                }
                case ENDED -> {}
            }
        });
    }

    private void connected() throws IOException {
        connectedNanos = wire.nanos();
        shakenNanos = connectedNanos;
        transport.connected();
        if (tls.isPresent()) {
            state = State.SHAKING;
            giveUpUnless(State.SHAKING, "no TLS handshake in time");
            tls.get().begin();
            shake(tls.get());
        } else {
            ask(bytes());
        }
    }

    /** Asks when nothing has come for a moment; where tickets are usual, not before one has, or {@code lastNanos}. */
    private void settle(TlsLink link, long lastNanos) {
        wire.after(QUIET_NANOS, () -> {
            if (state != State.SETTLING) {
                return;
            }
            long now = wire.nanos();
            boolean quiet = now - quietSinceNanos >= QUIET_NANOS;
            boolean expecting = quietSinceNanos == shakenNanos && link.sendsTickets();
            if ((quiet && !expecting) || now - lastNanos >= 0) {
                guarded(() -> ask(link.seal(bytes())));
            } else {
                settle(link, lastNanos);
            }
        });
    }

    private ByteBuffer bytes() {
        return ByteBuffer.wrap(endpoint.url().request(wire.userAgent(), false).getBytes(StandardCharsets.US_ASCII));
    }

    private void shake(TlsLink link) throws IOException {
        List<ByteBuffer> out = new ArrayList<>();
        TlsLink.Need need = link.shake(out);
        for (ByteBuffer each : out) {
            transport.write(each);
        }
        switch (need) {
            case RECORD -> {}
            case TASKS -> {
                busy = true;
                wire.aside(link.tasks(), () -> {
                    busy = false;
                    if (state == State.SHAKING) {
                        guarded(() -> {
                            shake(link);
                            readRecords();
                        });
                    }
                });
            }
            case NOTHING -> {
                shakenNanos = wire.nanos();
                state = State.SETTLING;
                quietSinceNanos = shakenNanos;
                settle(link, shakenNanos + TICKETS_NANOS + Math.min(2 * transport.rttNanos(), LONGEST_RTT_NANOS));
            }
        }
    }

    private void ask(ByteBuffer request) throws IOException {
        segments = transport.dataSegments().orElse(0);
        transport.stampRequest();
        probe.leaves(wire.reading());
        transport.write(request);
        state = State.ASKED;
        wire.asked(1);
        probe.left();
    }

    private void stampRequest() throws IOException {
        long departed = transport.departedNanos();
        if (departed != 0) {
            probe.stamped(departed);
        }
    }

    private void readRecords() throws IOException {
        TlsLink link = tls.orElseThrow();
        while (state != State.ENDED && !busy) {
            boolean begins = link.record().position() == 0;
            if (!read(link.record(), link.missing(), begins)) {
                return;
            }
            if (link.missing() == 0 && state == State.SHAKING) {
                shake(link);
            } else if (link.missing() == 0) {
                quietSinceNanos = wire.nanos();
                if (link.open() > 0 && state == State.ASKED) {
                    answered();
                }
            }
        }
    }

    private boolean read(ByteBuffer to, int most) throws IOException {
        return read(to, most, true);
    }

    /** Reads; notes the time where it is that of a first byte. Tells whether there was anything. */
    private boolean read(ByteBuffer to, int most, boolean isFirst) throws IOException {
        int count = transport.read(to, most);
        if (count < 0) {
            throw new IOException("hung up without an answer");
        }
        if (count == 0) {
            segments = transport.dataSegments().orElse(0);
            return false;
        }
        if (isFirst) {
            ClockReading taken = wire.reading();
            boolean alone =
                    transport.dataSegments().map(now -> now - segments == 1).orElse(true);
            first = new FirstByte(transport.arrivedNanos(), taken, alone || wire.awake(taken.nanos(), probe));
        }
        return true;
    }

    private void answered() {
        if (!first.certain()) {
            end(Optional.of("this process was held up while the answer came"));
            return;
        }
        long elapsed = probe.elapsedNanos(first.kernelNanos(), first.taken());
        HttpTiming timing = new HttpTiming(connectedNanos - beganNanos, shakenNanos - connectedNanos, elapsed);
        close();
        if (elapsed <= wire.timeoutNanos()) {
            wire.tell(probe.target(), timing);
        }
        probe.answeredAfter(elapsed);
    }

    private void lose(String why) {
        LOG.debug("{} at {}: {}", endpoint.url(), probe.target().address(), why);
        end(Optional.empty());
    }

    /** Ends it without an answer: a loss, unless it is of no use for a reason that lies here. */
    private void end(Optional<String> noUse) {
        if (state == State.ENDED) {
            return;
        }
        boolean asked = state == State.ASKED;
        close();
        if (!asked) {
            probe.leaves(wire.reading());
            probe.left();
        }
        noUse.ifPresentOrElse(probe::unusable, probe::unanswered);
    }

    /** Ends the connection. */
    void close() {
        if (state == State.ASKED) {
            wire.asked(-1);
        }
        state = State.ENDED;
        transport.close();
    }
}
