package org.isochrone.pdns.relay;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What PowerDNS starts as {@code pipe-command}: carries each question to the daemon's socket and the whole answer back.
 * It lives as long as PowerDNS keeps its standard input open, whatever becomes of the daemon; while that is away it
 * answers {@code END}, so that PowerDNS asks its next backend, and {@code FAIL} to a zone transfer.
 *
 * <p>PowerDNS starts one of these per backend instance, so it loads as few classes as it can: no lambdas, no string
 * concatenation by {@code +}, no logging library, nothing but the JDK.
 */
public final class StdioRelay {
    /** Where the daemon's socket is where nothing else is said. */
    public static final String DEFAULT_SOCKET = "/run/isochrone/pipe.sock";

    /** Environment variable that names the daemon's socket. */
    public static final String SOCKET_VARIABLE = "ISOCHRONE_PIPE_SOCKET";

    private static final int WRONG_USAGE = 2;
    private static final String USAGE = "Usage: isochrone pdns --stdio [--remote] [--socket PATH]";
    private static final String HELP = """

            The relay that PowerDNS starts by pipe-command=: it carries questions from standard input to the
            daemon's socket, and the answers back. While the daemon is away it answers END, so that PowerDNS
            asks its next backend, and FAIL to a zone transfer.

            Options:
              --remote       speaks the remote backend's JSON, for remote-connection-string=pipe:command=;
                             while the daemon is away it answers true to initialize and false to all else
              --socket PATH  the daemon's socket; default: $ISOCHRONE_PIPE_SOCKET, else /run/isochrone/pipe.sock,
                             with --remote $ISOCHRONE_REMOTE_SOCKET, else /run/isochrone/remote.sock
              --help         shows this and ends""";

    private static final byte[] BANNER = ascii("OK\tIsochrone relay\n");
    private static final byte[] NOTHING = ascii("END\n");

    /** A zone transfer without records would be a zone without records. */
    private static final byte[] FAILED = ascii("FAIL\n");

    private static final byte[] TOO_LONG =
            ascii("LOG\tIsochrone relay: a line must not be longer than 8192 bytes\nEND\n");

    private final LineInput in;
    private final OutputStream out;
    private final DaemonLink daemon;

    private StdioRelay(InputStream in, OutputStream out, DaemonLink daemon) {
        this.in = new LineInput(in);
        this.out = out;
        this.daemon = daemon;
    }

    /**
     * Runs until standard input ends.
     *
     * @param args {@code [--stdio] [--remote] [--socket PATH]}, or {@code --help}
     */
    public static void main(String[] args) {
        String socket = "";
        boolean remote = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--socket") && i + 1 < args.length) {
                socket = args[++i];
            } else if (args[i].equals("--remote")) {
                remote = true;
            } else if (args[i].equals("--help") || args[i].equals("-h")) {
                System.out.println(USAGE);
                System.out.println(HELP);
                return;
            } else if (!args[i].equals("--stdio")) {
                System.err.println(USAGE);
                System.exit(WRONG_USAGE);
            }
        }
        if (socket.isEmpty()) {
            socket = remote
                    ? given(RemoteRelay.SOCKET_VARIABLE, RemoteRelay.DEFAULT_SOCKET)
                    : given(SOCKET_VARIABLE, DEFAULT_SOCKET);
        }
        try {
            FileInputStream in = new FileInputStream(FileDescriptor.in);
            FileOutputStream out = new FileOutputStream(FileDescriptor.out);
            if (remote) {
                RemoteRelay.run(in, out, DaemonLink.ofJson(socket));
            } else {
                new StdioRelay(in, out, DaemonLink.ofLines(socket)).run();
            }
        } catch (IOException e) {
            // standard output is gone, and with it PowerDNS
            System.err.println("isochrone relay: ended: ".concat(String.valueOf(e.getMessage())));
        }
    }

    private static String given(String variable, String fallback) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty() ? fallback : value;
    }

    private void run() throws IOException {
        while (in.next()) {
            if (in.tooLong()) {
                out.write(TOO_LONG);
            } else if (in.greeting()) {
                daemon.greeting(in.bytes(), in.start(), in.length());
                out.write(BANNER);
            } else if (!daemon.ask(in.bytes(), in.start(), in.length(), out)) {
                out.write(in.transfer() ? FAILED : NOTHING);
            }
        }
    }

    static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
