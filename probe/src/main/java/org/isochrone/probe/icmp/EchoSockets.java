package org.isochrone.probe.icmp;

import java.io.IOException;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.steering.prefix.IpFamily;

/** Where ICMP sockets come from. */
interface EchoSockets {
    /** Returns what the loop waits with. */
    Poller poller();

    /**
     * Opens a socket that is waited for on {@code loop}.
     *
     * @throws IOException if this process may not, or this machine cannot; the message says what is needed
     */
    Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException;
}
