package org.isochrone.pdns.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What PowerDNS's remote backend starts as {@code pipe:command=…}: carries each line of JSON to the daemon's socket and
 * the line it answers back. It answers the first call, {@code initialize}, by itself, so that PowerDNS starts while the
 * daemon is away, and {@code false} to every other meanwhile, so that PowerDNS asks its next backend. Loads as few
 * classes as it can, as {@link StdioRelay} does.
 */
final class RemoteRelay {
    /** Where the daemon's socket is where nothing else is said. */
    static final String DEFAULT_SOCKET = "/run/isochrone/remote.sock";

    /** Environment variable that names the daemon's socket. */
    static final String SOCKET_VARIABLE = "ISOCHRONE_REMOTE_SOCKET";

    private static final byte[] NO = StdioRelay.ascii("{\"result\":false}\n");
    private static final byte[] YES = StdioRelay.ascii("{\"result\":true}\n");
    private static final byte[] INITIALIZE = StdioRelay.ascii("\"initialize\"");

    private RemoteRelay() {}

    /** Runs until {@code input} ends. */
    static void run(InputStream input, OutputStream out, DaemonLink daemon) throws IOException {
        LineInput in = new LineInput(input);
        while (in.next()) {
            if (!in.tooLong() && contains(in, INITIALIZE)) {
                out.write(YES);
            } else if (in.tooLong() || !daemon.ask(in.bytes(), in.start(), in.length(), out)) {
                out.write(NO);
            }
        }
    }

    private static boolean contains(LineInput in, byte[] word) {
        int last = in.start() + in.length() - word.length;
        for (int from = in.start(); from <= last; from++) {
            int i = 0;
            while (i < word.length && in.bytes()[from + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                return true;
            }
        }
        return false;
    }
}
