package org.isochrone.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.isochrone.steering.topology.TopologyJson;

/**
 * Writes an access log as nginx does with {@code $tcpinfo_rtt} at the end of its combined format, the same in every
 * run: an hour of requests from 20,000 /24 and 2,000 /48 prefixes, of which few send much, one line in 100,000
 * malformed.
 *
 * <p>Arguments: the folder for {@code access.log} and, with the zone {@code zone-0} in it, {@code period.json}; the
 * number of lines; seconds since 1970 of the first. Prints the number of malformed lines.
 */
public final class AccessLog {
    private static final int IPV4_PREFIXES = 20_000;
    private static final int IPV6_PREFIXES = 2_000;
    private static final int MALFORMED_EVERY = 100_000;
    private static final int HOUR = 3600;
    private static final String[] AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
        "curl/8.5.0",
        "a \\x22quoted\\x22 agent"
    };

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern(
                    "dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private AccessLog() {}

    /** Writes both. */
    public static void main(String[] args) throws IOException {
        int lines = Integer.parseInt(args[1]);
        long start = Long.parseLong(args[2]);
        Random random = new Random(1);
        int malformed = 0;
        Path folder = Path.of(args[0]);
        Files.writeString(folder.resolve("period.json"), TopologyJson.encode(World.topology()));
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("access.log"), StandardCharsets.US_ASCII)) {
            for (int i = 0; i < lines; i++) {
                String line = line(random, start + (long) i * HOUR / lines);
                if (i % MALFORMED_EVERY == MALFORMED_EVERY / 2) {
                    line = line.substring(0, 30);
                    malformed++;
                }
                out.write(line);
                out.write('\n');
            }
        }
        System.out.println(malformed);
    }

    private static String line(Random random, long second) {
        int rank = (int) (Math.pow(random.nextDouble(), 2) * (IPV4_PREFIXES + IPV6_PREFIXES));
        String client = rank < IPV4_PREFIXES
                ? "20." + (rank >>> 8) + "." + (rank & 255) + "." + random.nextInt(256)
                : "2a00:" + Integer.toHexString(rank) + ":7:" + Integer.toHexString(random.nextInt(256)) + "::1";
        return client + " - - [" + CLOCK.format(Instant.ofEpochSecond(second)) + "] \"GET /objects/"
                + random.nextInt(1_000_000)
                + " HTTP/1.1\" 200 " + random.nextInt(100_000) + " \"https://www.example.com/\" \""
                + AGENTS[random.nextInt(AGENTS.length)] + "\" " + (5_000 + 10 * rank + random.nextInt(5_000));
    }
}
