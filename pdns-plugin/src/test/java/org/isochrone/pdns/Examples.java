package org.isochrone.pdns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The configurations that are shipped, with their placeholders filled. */
public final class Examples {
    private Examples() {}

    /** Returns the text of {@code examples/NAME}, each {@code @KEY@} replaced. */
    public static String read(String name, Map<String, Object> values) {
        try {
            String text = Files.readString(Path.of("examples", name));
            for (Map.Entry<String, Object> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue().toString());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a bind configuration with one zone and returns where it is. */
    public static Path bind(Path folder, String zone, String records) {
        try {
            Path file = folder.resolve(zone + ".zone");
            Files.writeString(
                    file,
                    "$ORIGIN " + zone
                            + ".\n$TTL 300\n@ SOA ns1.example.org. hostmaster.example.org. 1 3600 600 86400 60\n"
                            + "@ NS ns1.example.org.\n@ NS ns2.example.org.\n" + records);
            Path conf = folder.resolve("named.conf");
            Files.writeString(conf, "zone \"" + zone + "\" { type master; file \"" + file + "\"; };\n");
            return conf;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
