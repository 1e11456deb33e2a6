package org.isochrone.app.cli;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.imports.LogFiles;
import org.isochrone.app.print.Progress;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.CurrentZone;
import org.isochrone.app.wiring.Stores;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.pace.OwnSpace;
import org.isochrone.probe.passive.ClientAddresses;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.probe.passive.PassiveUpload;
import org.isochrone.probe.passive.RoundTripSink;
import org.isochrone.probe.passive.log.LogFormat;
import org.isochrone.probe.passive.log.LogImport;
import org.isochrone.probe.passive.log.LogKind;
import org.isochrone.probe.passive.log.LogTally;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code import rtt}: unlike other imports it takes what it can read and counts the rest, for logs have odd lines. */
@Command(
        name = "rtt",
        description = {
            "Imports round trips that the kernel has seen on real clients' connections, from access logs.",
            "",
            "Each client prefix (/24, /48) becomes one burst of method PASSIVE per five minutes; addresses are not kept"
                    + " without --keep-addresses. The pattern is the operator's own: nginx's log_format with $$tcpinfo_rtt, HAProxy's log-format"
                    + " with %%[fc_rtt(us)]. A csv has the columns time,client,rtt_us. Logs may be packed with gzip and"
                    + " come in any order; the same log again, or a longer one, adds only what is new. A malformed line"
                    + " is counted and told, and stops nothing: the exit code is 1 only if most lines were malformed."
        },
        footer = {
            "  isochrone import rtt access.log access.log.1.gz --format nginx --zone fra \\",
            "    --log-format '$$remote_addr [$$time_local] \"$$request\" $$tcpinfo_rtt'",
            "  isochrone import rtt haproxy.log --format haproxy --zone fra \\",
            "    --log-format '%%ci:%%cp [%%T] %%[fc_rtt(us)]'"
        })
final class ImportRttCommand extends Configured {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Logs; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "KIND",
            description = "nginx, haproxy or csv.",
            converter = Kinds.class)
    private LogKind kind = LogKind.NGINX;

    @Option(names = "--log-format", paramLabel = "PATTERN", description = "The format that the log was written with.")
    private String pattern = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Name or id of the zone whose servers wrote the logs; default: [Probe] Zone.")
    private Optional<String> zone = Optional.empty();

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            description = "Who has seen it; one name per server. Default: [Probe] Peer and '.passive'.")
    private Optional<String> peer = Optional.empty();

    @Option(
            names = "--time-zone",
            paramLabel = "ID",
            description = {"Such as Europe/Berlin: of times without one,", "as HAProxy's %%t; default: the system's."},
            converter = Zones.class)
    private Optional<ZoneId> timeZone = Optional.empty();

    @Option(names = "--count-clients", description = "Counts round trips as questions of their clients, too.")
    private boolean countClients;

    @Option(
            names = "--keep-addresses",
            description = "Names clients as targets, up to " + ClientAddresses.PER_PREFIX + " of each prefix: their"
                    + " addresses are stored, and peers try which of them answer.")
    private boolean keepAddresses;

    @Option(names = "--dry-run", description = "Reads and tells, and keeps nothing; needs no database.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    ImportRttCommand(Context context) {
        super(context);
    }

    /** What was read, and how long that took. */
    private record Reading(LogTally tally, long nanos) {}

    @Override
    public Integer call() throws IOException {
        Configuration configuration = configuration();
        String zoneName = zone.orElse(configuration.probe().zone());
        if (zoneName.isEmpty()) {
            throw new InvalidInputException("--zone", "is missing, and [Probe] Zone names none");
        }
        LogFormat format = new LogFormat(
                kind,
                pattern,
                timeZone.orElseGet(ZoneId::systemDefault),
                context().clock());
        RttImport taken;
        if (dryRun) {
            PassiveAggregator made = aggregator(configuration, OwnSpace.none(), zoneName, _ -> {});
            Reading reading = read(format, made, made);
            taken = new RttImport(reading.tally(), reading.nanos(), made, 0, 0);
        } else {
            try (Stores stores = Stores.open(configuration, context().clock())) {
                String name =
                        peer.orElse(PassiveUpload.peerOf(configuration.probe().peer()));
                PassiveUpload upload = new PassiveUpload(
                        name, stores.bursts(), countClients ? Optional.of(stores.clients()) : Optional.empty());
                taken = upload(configuration, stores, zoneName, format, upload);
            }
        }
        tell(taken);
        LogTally tally = taken.tally();
        return tally.malformed() * 2 > tally.lines() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void tell(RttImport taken) {
        if (json) {
            console().json(taken.json());
        } else {
            taken.lines(dryRun, keepAddresses).forEach(console()::line);
        }
        taken.warnings().forEach(warning -> console().err().println("warning: " + warning));
        console().err().flush();
    }

    private RttImport upload(
            Configuration configuration, Stores stores, String zoneName, LogFormat format, PassiveUpload upload)
            throws IOException {
        Topology topology = Realms.topology(stores);
        OwnSpace own = OwnSpace.of(topology, configuration.probe().ownSpace());
        PassiveAggregator made = aggregator(
                configuration,
                own,
                CurrentZone.named(topology, "--zone", zoneName).id(),
                upload);
        ClientAddresses addresses = new ClientAddresses(
                made, new AddressPolicy(configuration.probe().allowReserved(), own), stores.targets());
        Reading reading = read(format, made, keepAddresses ? addresses : made);
        addresses.offer();
        return new RttImport(reading.tally(), reading.nanos(), made, upload.fresh(), addresses.added());
    }

    private static PassiveAggregator aggregator(
            Configuration configuration, OwnSpace own, String zoneId, Consumer<List<Burst>> sink) {
        return new PassiveAggregator(
                zoneId,
                new AddressPolicy(configuration.probe().allowReserved(), own),
                PassiveAggregator.DEFAULT_CAPACITY,
                sink);
    }

    private Reading read(LogFormat format, PassiveAggregator aggregator, RoundTripSink sink) throws IOException {
        Progress progress = new Progress(console().err(), console().terminal());
        long start = System.nanoTime();
        try (LogFiles logs = LogFiles.open(files)) {
            LogTally tally = LogImport.run(logs.sources(), format, sink, _ -> {
                if (console().terminal() && logs.size() > 0) {
                    progress.at("bytes of logs", logs.read(), logs.size());
                }
            });
            progress.done();
            long nanos = Math.max(1, System.nanoTime() - start);
            // A slot that is not over is left to the next import, which will see all of it.
            aggregator.flushBefore(context().clock().instant().getEpochSecond());
            return new Reading(tally, nanos);
        }
    }

    /** Reads kinds of logs. */
    static final class Kinds implements ITypeConverter<LogKind> {
        @Override
        public LogKind convert(String text) {
            return Arrays.stream(LogKind.values())
                    .filter(each -> Words.lower(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be nginx, haproxy or csv: '" + text + "'"));
        }
    }

    /** Reads time zones. */
    static final class Zones implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String text) {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("must be a time zone such as UTC or Europe/Berlin: '" + text + "'");
            }
        }
    }
}
