package org.isochrone.probe.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.isochrone.probe.linux.Epoll;
import org.isochrone.probe.linux.StampedStreams;
import org.isochrone.probe.linux.TcpSocket;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.Poller;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** A connection with the kernel's time stamps. */
final class KernelTransport implements Transport {
    private static final long NANOS_PER_MICRO = 1_000;

    private final EpollPoller poller;
    private final StampedStreams streams;
    private final TcpSocket socket;
    private final LongConsumer ready;
    private boolean closed;

    private KernelTransport(EpollPoller poller, StampedStreams streams, TcpSocket socket, LongConsumer ready) {
        this.poller = poller;
        this.streams = streams;
        this.socket = socket;
        this.ready = ready;
    }

    /** Returns where such connections come from. */
    static Opener opener() {
        EpollPoller poller = new EpollPoller();
        StampedStreams streams = new StampedStreams();
        return new Opener() {
            @Override
            public Poller poller() {
                return poller;
            }

            @Override
            public Transport open(IpFamily family, Optional<IpAddress> source, LongConsumer ready) throws IOException {
                return new KernelTransport(poller, streams, new TcpSocket(family, source), ready);
            }
        };
    }

    @Override
    public TcpSocket.Outcome connect(IpAddress address, int port) throws IOException {
        streams.stampArrivals(socket);
        TcpSocket.Outcome outcome = socket.connect(address, port);
        if (outcome == TcpSocket.Outcome.UNDER_WAY) {
            poller.register(socket.descriptor(), Epoll.WRITABLE, ready::accept);
        }
        return outcome;
    }

    @Override
    public TcpSocket.Outcome outcome() throws IOException {
        return socket.outcome();
    }

    @Override
    public void connected() throws IOException {
        poller.forget(socket.descriptor());
        poller.register(socket.descriptor(), Epoll.READABLE, ready::accept);
    }

    @Override
    public long rttNanos() throws IOException {
        return socket.handshake().rttMicros() * NANOS_PER_MICRO;
    }

    @Override
    public void stampRequest() throws IOException {
        streams.stampDepartures(socket);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        streams.write(socket, from);
    }

    @Override
    public int read(ByteBuffer to, int most) throws IOException {
        return streams.read(socket, to, most);
    }

    @Override
    public long arrivedNanos() {
        return streams.arrivedNanos();
    }

    @Override
    public long departedNanos() throws IOException {
        return streams.departedNanos(socket);
    }

    @Override
    public Optional<Integer> dataSegments() throws IOException {
        return Optional.of(socket.handshake().dataSegments());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            poller.forget(socket.descriptor());
            socket.close();
        }
    }
}
