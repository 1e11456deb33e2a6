package org.isochrone.pdns.remote;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.unix.UnixServer;

/**
 * The remote backend's protocol on a UNIX-domain socket ({@code remote-connection-string=unix:path=PATH}). PowerDNS
 * connects again by itself after a connection was closed, at the price of one SERVFAIL per thread, whether that happens
 * between two questions or in place of an answer. So while stopping, a question is given an answer that makes PowerDNS
 * throw its backend away and ask again on a new connection. It ends the old one itself, not at once where threads share
 * it, as for TCP: until then others ask on it.
 */
public final class RemoteServer {
    /** Requests are a few hundred bytes; a name may be escaped twice over. */
    static final int MAX_LINE = 16_384;

    private RemoteServer() {}

    /**
     * Binds and starts to answer.
     *
     * @param mode permissions of the socket, such as 0666
     * @throws IOException if the path cannot be bound
     */
    public static UnixServer start(Path path, int mode, RemoteContext context) throws IOException {
        return UnixServer.start(path, mode, "remote", (channel, leaving) -> serve(channel, leaving, context));
    }

    /** Serves one connection to its end. */
    static void serve(ByteChannel channel, Predicate<CharSequence> leaving, RemoteContext context) throws IOException {
        new RemoteSession(context, Transport.REMOTE).serve(channel, MAX_LINE, leaving);
    }
}
