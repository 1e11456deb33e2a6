package org.isochrone.app.imports;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A list of addresses, one per line. What follows a {@code #}, and blank lines, are passed over; a file that is gzip
 * inside is unpacked. Immutable.
 *
 * @param path where it is
 */
record Hitlist(Path path) {
    /** Hands every address to {@code sink}, in order; what is none is noted in {@code problems}. */
    void read(Problems problems, Consumer<IpAddress> sink) {
        TextLines.read(path, problems, (where, _, line) -> {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                take(text, where, problems, sink);
            }
            return true;
        });
    }

    private static void take(String text, String where, Problems problems, Consumer<IpAddress> sink) {
        try {
            sink.accept(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            problems.error(where, "must be one IPv4 or IPv6 address: '" + text + "'");
        }
    }
}
