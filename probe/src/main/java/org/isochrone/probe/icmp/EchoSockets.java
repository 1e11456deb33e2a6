package org.isochrone.probe.icmp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** Opens the kind of ICMP socket that this process is allowed: a datagram socket, else a raw one. */
final class EchoSockets {
    private static final Path GROUPS = Path.of("/proc/sys/net/ipv4/ping_group_range");
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private EchoSockets() {}

    /** Opens a socket, as {@link EchoSocket.Opener} says. */
    static EchoSocket open(IpFamily family, SourceAddresses source, Clocks clocks) throws IOException {
        requireSupported(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try {
            LinuxEchoSocket socket = allowed(family, clocks);
            try {
                socket.configure();
                Optional<IpAddress> from = family == IpFamily.IPV4 ? source.ipv4() : source.ipv6();
                if (from.isPresent()) {
                    socket.bind(from.get());
                }
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (LinkageError | IllegalCallerException e) {
            throw new IOException("ICMP needs a JVM started with --enable-native-access=ALL-UNNAMED", e);
        }
    }

    /** Refuses machines whose system calls are not known here. */
    static void requireSupported(String system, String architecture) throws IOException {
        if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture.toLowerCase(Locale.ROOT))) {
            throw new IOException(
                    "ICMP needs Linux on x86-64 or aarch64, and this is " + system + " on " + architecture);
        }
    }

    private static LinuxEchoSocket allowed(IpFamily family, Clocks clocks) throws IOException {
        SystemCallException first;
        try {
            return new LinuxEchoSocket(family, LinuxEchoSocket.SOCK_DGRAM, clocks);
        } catch (SystemCallException e) {
            first = e;
        }
        try {
            return new LinuxEchoSocket(family, LinuxEchoSocket.SOCK_RAW, clocks);
        } catch (SystemCallException e) {
            e.addSuppressed(first);
            if (e.errno() != LinuxEchoSocket.EPERM && e.errno() != LinuxEchoSocket.EACCES) {
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
