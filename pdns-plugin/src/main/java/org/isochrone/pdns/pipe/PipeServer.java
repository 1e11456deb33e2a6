package org.isochrone.pdns.pipe;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.isochrone.pdns.unix.UnixServer;

/**
 * The pipe protocol on a UNIX-domain socket, for PowerDNS itself ({@code pipe-command=PATH}) and for the relay.
 *
 * <p>PowerDNS does not open a connection anew that is closed between two questions; it answers SERVFAIL for good. It
 * does if the connection ends in place of an answer, and then asks again. So while stopping, a connection is closed
 * when the next question comes on it, but not on one for SOA, where PowerDNS would wait for ever.
 */
public final class PipeServer {
    /** A name has at most 1,004 characters in presentation form; what is longer than this is no line of PowerDNS's. */
    static final int MAX_LINE = 8192;

    private PipeServer() {}

    /**
     * Binds and starts to answer.
     *
     * @param mode permissions of the socket, such as 0666
     * @throws IOException if the path cannot be bound
     */
    public static UnixServer start(Path path, int mode, PipeContext context) throws IOException {
        return UnixServer.start(path, mode, "pipe", (channel, leaving) -> serve(channel, leaving, context));
    }

    /** Serves one connection to its end. */
    static void serve(ByteChannel channel, Predicate<CharSequence> leaving, PipeContext context) throws IOException {
        new PipeSession(context).serve(channel, MAX_LINE, leaving);
    }
}
