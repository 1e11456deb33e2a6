package org.isochrone.probe.linux;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the sockets of this package work here. */
public final class Linux {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private Linux() {}

    /** Returns what this machine or JVM lacks, for people; empty if nothing. */
    public static Optional<String> lack() {
        Optional<String> machine = lack(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (machine.isPresent()) {
            return machine;
        }
        try {
            new Socket(Socket.AF_UNIX, Socket.SOCK_DGRAM, 0).close();
            return Optional.empty();
        } catch (SystemCallException e) {
            // Whatever the reason is, the calls themselves work; the first real socket will say it again.
            return Optional.empty();
        } catch (LinkageError | IllegalCallerException e) {
            return Optional.of("a JVM started with --enable-native-access=ALL-UNNAMED");
        }
    }

    /** Returns the same for a machine of this system and architecture: the structures of others are not known here. */
    static Optional<String> lack(String system, String architecture) {
        return system.equals("Linux") && ARCHITECTURES.contains(architecture.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("Linux on x86-64 or aarch64, and this is " + system + " on " + architecture);
    }
}
