package org.isochrone.pdns.dnssec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;

/** Asks a DNS server with {@code delv}, which validates what it gets from a trust anchor down. */
final class Delv {
    private final Path program = Servers.require("delv");
    private final Path folder;
    private final Path anchor;
    private final int port;

    /** {@code dnskey} is the data of the zone's DNSKEY record that is trusted. */
    Delv(Path folder, int port, String zone, String dnskey) {
        this.folder = folder;
        this.port = port;
        String[] words = dnskey.split(" ", 4);
        try {
            anchor = Files.writeString(
                    folder.resolve("anchor.conf"),
                    "trust-anchors { " + zone + ". static-key " + words[0] + " " + words[1] + " " + words[2] + " \""
                            + words[3].replace(" ", "") + "\"; };\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what it says of a name and type, comments and all. */
    String ask(String zone, String name, String type) {
        try {
            return ServerProcess.run(
                    Files.createTempFile(folder, "delv", ".txt"),
                    List.of(
                            program.toString(),
                            "@127.0.0.1",
                            "-p",
                            Integer.toString(port),
                            "-a",
                            anchor.toString(),
                            "+root=" + zone,
                            "-q",
                            name,
                            "-t",
                            type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
