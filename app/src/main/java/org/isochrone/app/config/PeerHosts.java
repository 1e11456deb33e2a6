package org.isochrone.app.config;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at the hosts that a configuration names as peers. The program does not need the list, for peers find each other
 * in the database; who keeps it learns here which of it still holds.
 */
public final class PeerHosts {
    private PeerHosts() {}

    /** What became of a host. */
    public enum State {
        /** It is this host. */
        SELF("is this host"),
        /** Somebody listens there. */
        THERE("is there"),
        /** It refuses connections, so it is there. */
        SILENT("is there, and serves no HTTP"),
        /** Nobody answers, or its name means nothing: it is passed over. */
        AWAY("cannot be reached");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Returns it in words. */
        public String words() {
            return words;
        }
    }

    /**
     * Looks at all hosts side by side, so that one that is away holds up none of the others.
     *
     * @param port of their HTTP
     * @param patience how long to wait for one
     */
    public static Map<String, State> look(List<String> hosts, int port, Duration patience) {
        Map<String, Future<State>> asked = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hosts.forEach(host -> asked.put(host, threads.submit(() -> look(host, port, patience))));
        }
        Map<String, State> states = new LinkedHashMap<>();
        asked.forEach((host, answer) -> states.put(host, answer.resultNow()));
        return states;
    }

    private static State look(String host, int port, Duration patience) {
        try {
            State best = State.AWAY;
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (isOurs(address)) {
                    return State.SELF;
                }
                State found = connect(address, port, patience);
                best = found.compareTo(best) < 0 ? found : best;
            }
            return best;
        } catch (UnknownHostException e) {
            return State.AWAY;
        }
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static State connect(InetAddress address, int port, Duration patience) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(patience.toMillis()));
            return State.THERE;
        } catch (ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused") ? State.SILENT : State.AWAY;
        } catch (IOException e) {
            return State.AWAY;
        }
    }
}
