package org.isochrone.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.probe.passive.log.LogFormat;
import org.isochrone.probe.passive.log.LogImport;
import org.isochrone.probe.passive.log.LogKind;
import org.isochrone.probe.passive.log.LogTally;

/**
 * Reads an access log of {@link AccessLog} down to bursts, again and again in one process, and prints the seconds of
 * each time, with the counts behind them. Arguments: the file, how often.
 */
public final class PassiveImportTime {
    private static final String FORMAT = "$remote_addr - $remote_user [$time_local] \"$request\" $status"
            + " $body_bytes_sent \"$http_referer\" \"$http_user_agent\" $tcpinfo_rtt";

    private PassiveImportTime() {}

    /** Reads and prints. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        LogFormat format = new LogFormat(LogKind.NGINX, FORMAT, ZoneOffset.UTC, Instant::now);
        for (int run = Integer.parseInt(args[1]); run > 0; run--) {
            long start = System.nanoTime();
            PassiveAggregator aggregator = new PassiveAggregator(
                    "zone-0", new AddressPolicy(false), PassiveAggregator.DEFAULT_CAPACITY, _ -> {});
            LogTally tally;
            try (InputStream in = Files.newInputStream(file)) {
                tally = LogImport.run(List.of(new LogImport.Source(args[0], in)), format, aggregator, _ -> {});
            }
            aggregator.flush();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT, "%.4f %d %d %d%n", seconds, tally.lines(), tally.malformed(), aggregator.bursts());
        }
    }
}
