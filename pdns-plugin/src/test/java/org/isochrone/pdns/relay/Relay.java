package org.isochrone.pdns.relay;

import java.nio.file.Path;
import java.util.List;

/** The relay as the classes of this build, without the launcher. */
final class Relay {
    private Relay() {}

    static List<String> command(Path socket) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                StdioRelay.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath(),
                "org.isochrone.pdns.relay.StdioRelay",
                "--stdio",
                "--socket",
                socket.toString());
    }
}
