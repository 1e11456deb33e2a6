package org.isochrone.probe.icmp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.datagram.Datagrams;
import org.isochrone.probe.datagram.KernelDatagrams;
import org.isochrone.probe.linux.Arrivals;
import org.isochrone.probe.linux.Linux;
import org.isochrone.probe.linux.SocketKind;
import org.isochrone.probe.linux.StampedSocket;
import org.isochrone.probe.linux.SystemCallException;
import org.isochrone.probe.loop.EpollPoller;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.loop.Poller;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** Opens the kind of ICMP socket that this process is allowed: a datagram socket, else a raw one. */
final class KernelEchoSockets implements EchoSockets {
    private static final Path GROUPS = Path.of("/proc/sys/net/ipv4/ping_group_range");
    private static final int MESSAGE_BYTES = 512;

    private final SourceAddresses source;
    private final Clocks clocks;
    private final Optional<String> lack = Linux.lack();
    private final Poller poller;

    KernelEchoSockets(SourceAddresses source, Clocks clocks) {
        this.source = source;
        this.clocks = clocks;
        // Where there are no sockets, the loop has nothing to wait for but its timers.
        this.poller = lack.isEmpty() ? new EpollPoller() : new SelectorPoller();
    }

    @Override
    public Poller poller() {
        return poller;
    }

    @Override
    public Datagrams open(IpFamily family, EventLoop loop, Arrivals arrivals) throws IOException {
        if (!(poller instanceof EpollPoller epoll)) {
            throw new IOException("ICMP needs " + lack.orElse("epoll"));
        }
        StampedSocket socket = allowed(family);
        try {
            Optional<IpAddress> from = source.of(family);
            if (from.isPresent()) {
                socket.bind(from.get());
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return KernelDatagrams.start(socket, arrivals, loop, epoll);
    }

    private StampedSocket allowed(IpFamily family) throws IOException {
        SystemCallException first;
        try {
            return new StampedSocket(family, SocketKind.ECHO_DATAGRAM, MESSAGE_BYTES, clocks);
        } catch (SystemCallException e) {
            first = e;
        }
        try {
            return new StampedSocket(family, SocketKind.ECHO_RAW, MESSAGE_BYTES, clocks);
        } catch (SystemCallException e) {
            e.addSuppressed(first);
            if (!e.forbidden()) {
                throw e;
            }
            throw new IOException(
                    "this process may not open ICMP sockets: give it the capability CAP_NET_RAW, or put one of its"
                            + " groups into the range of the sysctl net.ipv4.ping_group_range, which is '" + groups()
                            + "' (datagram " + first.getMessage() + "; raw " + e.getMessage() + ")",
                    e);
        }
    }

    private static String groups() {
        // In one read: this file ends behind the first, and Files.readString begins with a single byte.
        try (InputStream file = Files.newInputStream(GROUPS)) {
            byte[] text = new byte[64];
            int length = Math.max(0, file.read(text));
            return new String(text, 0, length, StandardCharsets.US_ASCII)
                    .strip()
                    .replace('\t', ' ');
        } catch (IOException e) {
            return "unknown";
        }
    }
}
