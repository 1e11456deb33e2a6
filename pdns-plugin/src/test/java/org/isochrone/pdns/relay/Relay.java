package org.isochrone.pdns.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How tests start the relay. */
public final class Relay {
    private Relay() {}

    /** Returns a command line that starts the relay in front of {@code socket}. */
    public static List<String> command(Path socket) {
        List<String> command = new ArrayList<>(bare());
        command.addAll(List.of("--stdio", "--socket", socket.toString()));
        return List.copyOf(command);
    }

    /** Writes a program that starts the relay as {@code isochrone pdns --stdio} does, and returns where it is. */
    static Path launcher(Path folder) {
        String java = bare().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        try {
            Path program = Files.writeString(folder.resolve("isochrone"), """
                    #!/bin/sh
                    [ "$1 $2" = 'pdns --stdio' ] || exit 2
                    shift
                    exec %s "$@"
                    """.formatted(java));
            return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> bare() {
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
                "org.isochrone.pdns.relay.StdioRelay");
    }
}
