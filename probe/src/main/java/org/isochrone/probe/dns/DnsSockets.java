package org.isochrone.probe.dns;

import java.io.IOException;
import java.util.Optional;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.datagram.ChannelDatagrams;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.datagram.KernelDatagrams;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.linux.Linux;
import org.isochrone.probe.linux.SocketKind;
import org.isochrone.probe.linux.StampedSocket;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where UDP sockets come from: the kernel where its time stamps can be had, else the JDK. */
interface DnsSockets {
    /** Without EDNS an answer has at most 512 bytes; what is longer than this is cut off and then no answer. */
    int LARGEST_ANSWER = 4096;

    /** Returns what the loop waits with. */
    Poller poller();

    /** Opens a socket that is waited for on {@code loop}. */
    Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException;

    /** Returns the best that this machine has; says so if it is not the kernel. */
    static DnsSockets best(SourceAddresses source, Clocks clocks) {
        Optional<String> lack = Linux.lack();
        if (lack.isEmpty()) {
            return new OfKernel(source, clocks, new EpollPoller());
        }
        Logger log = LoggerFactory.getLogger(DnsSockets.class);
        log.warn("DNS probes go without the kernel's time stamps, which need {}: a pause lengthens an RTT", lack.get());
        return new OfJdk(source, clocks, new SelectorPoller());
    }

    /** Sockets with time stamps. */
    record OfKernel(SourceAddresses source, Clocks clocks, EpollPoller poller) implements DnsSockets {
        @Override
        public Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException {
            StampedSocket socket = new StampedSocket(family, SocketKind.UDP, LARGEST_ANSWER, clocks);
            try {
                Optional<IpAddress> from = source.of(family);
                if (from.isPresent()) {
                    socket.bind(from.get());
                }
            } catch (IOException e) {
                socket.close();
                throw e;
            }
            return KernelDatagrams.start(socket, arrivals, loop, poller);
        }
    }

    /** Channels of the JDK. */
    record OfJdk(SourceAddresses source, Clocks clocks, SelectorPoller poller) implements DnsSockets {
        @Override
        public Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException {
            return ChannelDatagrams.open(family, source.bindTo(family), LARGEST_ANSWER, clocks, arrivals, poller);
        }
    }
}
