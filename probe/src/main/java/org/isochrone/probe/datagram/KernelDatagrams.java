package org.isochrone.probe.datagram;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.linux.Epoll;
import org.isochrone.probe.linux.StampedSocket;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.Probe;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages in batches, with the kernel's time stamps of their departure and arrival. */
public final class KernelDatagrams implements Datagrams {
    private static final Logger LOG = LoggerFactory.getLogger(KernelDatagrams.class);

    private final StampedSocket socket;
    private final Arrivals arrivals;

    private KernelDatagrams(StampedSocket socket, Arrivals arrivals) {
        this.socket = socket;
        this.arrivals = arrivals;
    }

    /** Puts {@code socket}, which is closed with it, to work on {@code loop}. */
    public static KernelDatagrams start(StampedSocket socket, Arrivals arrivals, EventLoop loop, EpollPoller poller)
            throws IOException {
        KernelDatagrams datagrams = new KernelDatagrams(socket, arrivals);
        try {
            poller.register(socket.descriptor(), Epoll.READABLE, now -> datagrams.takeArrivals());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        loop.beforeWait(socket::flush);
        return datagrams;
    }

    @Override
    public ByteBuffer next() {
        return socket.next();
    }

    @Override
    public void send(Probe probe, IpAddress to, int port) {
        socket.queue(to, port, probe);
    }

    @Override
    public void takeArrivals() {
        try {
            socket.receive(arrivals);
        } catch (IOException e) {
            LOG.warn("could not receive, and goes on", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
