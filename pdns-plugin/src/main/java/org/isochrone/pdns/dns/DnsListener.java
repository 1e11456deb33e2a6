package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The own DNS listener: UDP and TCP on each of some addresses, the same port for both. For where no other DNS server is
 * installed. Safe for any thread.
 */
public final class DnsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsListener.class);

    /** How often a free port for both UDP and TCP is looked for, when any port will do. */
    private static final int PORT_TRIES = 20;

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private final ResponseLimit limit;

    private DnsListener(ResponseLimit limit) {
        this.limit = limit;
    }

    /**
     * Binds every address and starts to answer; port 0 takes a free one.
     *
     * @throws IOException if one cannot be bound, saying which; none stays bound then
     */
    public static DnsListener start(List<InetSocketAddress> addresses, DnsAnswerer answerer) throws IOException {
        return start(addresses, answerer, 0);
    }

    /**
     * Does the same with a limit of answers.
     *
     * @param answersPerSecond to one network for one question, over UDP; 0 for no limit
     */
    public static DnsListener start(List<InetSocketAddress> addresses, DnsAnswerer answerer, int answersPerSecond)
            throws IOException {
        DnsListener listener =
                new DnsListener(new ResponseLimit(answersPerSecond, System::nanoTime, new SecureRandom().nextLong()));
        for (InetSocketAddress address : addresses) {
            try {
                listener.bind(address, answerer);
            } catch (IOException e) {
                listener.close();
                throw new IOException(
                        "[DNS] Listen: cannot listen on " + address.getHostString() + " port " + address.getPort()
                                + ": " + e.getMessage(),
                        e);
            }
        }
        return listener;
    }

    /** Returns where it listens, in the order asked for, with the ports that were found. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    private void bind(InetSocketAddress address, DnsAnswerer answerer) throws IOException {
        for (int attempt = 1; ; attempt++) {
            UdpServer udp = UdpServer.start(address, answerer, limit);
            InetSocketAddress found = new InetSocketAddress(localAddress(address), udp.port());
            try {
                open.add(TcpServer.start(found, answerer));
                open.add(udp);
                addresses.add(found);
                LOG.info("dns: listening on {}:{}, UDP and TCP", found.getHostString(), found.getPort());
                return;
            } catch (IOException e) {
                udp.close();
                if (address.getPort() != 0 || attempt == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static InetAddress localAddress(InetSocketAddress address) throws IOException {
        InetAddress local = address.getAddress();
        if (local == null) {
            throw new IOException("not an address of this machine");
        }
        return local;
    }

    /** Stops listening; what is being answered at the moment is lost. */
    @Override
    public void close() {
        for (AutoCloseable server : open) {
            try {
                server.close();
            } catch (Exception e) {
                LOG.debug("dns: closing", e);
            }
        }
        open.clear();
    }
}
