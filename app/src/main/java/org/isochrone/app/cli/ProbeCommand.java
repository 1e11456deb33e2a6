package org.isochrone.app.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.isochrone.app.config.ApplicationConfig;
import org.isochrone.app.wiring.Role;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.http.HttpUrl;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.watch.WatchMethod;
import org.isochrone.probe.watch.WatchPlan;
import org.isochrone.steering.config.Durations;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.prefix.IpAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code probe}. */
@Command(
        name = "probe",
        description = {
            "Probes from one zone: a peer. With addresses or a URL: probes those, for a person to see.",
            "",
            "As a peer it measures the targets that are due and checks the endpoints of all zones. What it measures"
                    + " goes through a spool on disk, so that nothing is lost while the database is away.",
            "",
            "With addresses, or the URL of a server of our own, it needs neither a zone nor a database, prints a line for every probe and a summary for"
                    + " every address, and keeps nothing. Private addresses are allowed then, [Probe] ExclusionFile"
                    + " is obeyed. It fails if an address never answered. By HTTP the time to the first byte is"
                    + " measured, at every address of the URL's host; connect and TLS are told apart."
        },
        footer = {
            "  isochrone probe --set Probe.Zone=fra",
            "  isochrone probe --once",
            "  isochrone probe --dry-run --most 20",
            "  isochrone probe 192.0.2.1 2001:db8::1 --method tcp:443 --count 10",
            "  isochrone probe https://fra.example.com/health"
        })
final class ProbeCommand extends DaemonCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_LISTED = 1_000_000;

    @Parameters(
            paramLabel = "ADDRESS",
            arity = "0..*",
            description = "IPv4 and IPv6 addresses to probe, at most " + WatchPlan.MOST_ADDRESSES
                    + ", or one http:// or https:// URL.")
    private List<String> addresses = List.of();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "icmp",
            description = {
                "With addresses: icmp, tcp[:PORT], dns[:PORT],",
                "http[:PORT] or https[:PORT]; default: ${DEFAULT-VALUE}."
            })
    private String method = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "With addresses: probes to each, 1 to " + WatchPlan.MOST_PROBES + "; default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "With addresses: time between two probes to one, 200ms to 1m; default: ${DEFAULT-VALUE}.")
    private String interval = "";

    @Option(
            names = "--again",
            description = "With addresses: also those that a peer of this machine, or a person beside one, probed in"
                    + " the last ten minutes.")
    private boolean again;

    @Option(names = "--once", description = "Probes what is due once, uploads it and ends; for cron.")
    private boolean once;

    @Option(names = "--dry-run", description = "Prints what would be sent to whom now, and why, and sends nothing.")
    private boolean dryRun;

    @Option(
            names = "--most",
            paramLabel = "COUNT",
            description = "How many bursts --dry-run prints, 1 to " + MOST_LISTED + "; default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private int most;

    @Option(
            names = "--json",
            description = "With --once or addresses: prints a JSON object; with --dry-run: an array of them.")
    private boolean json;

    ProbeCommand(Context context) {
        super(context, Set.of(Role.PROBE));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!addresses.isEmpty()) {
            return watch();
        }
        OnceOnly.check(spec(), json, once || dryRun, "--once, --dry-run or addresses");
        if (dryRun) {
            if (most < 1 || most > MOST_LISTED) {
                throw new ParameterException(
                        spec().commandLine(), "--most must be in [1.." + MOST_LISTED + "]: '" + most + "'");
            }
            return Once.dryRun(configuration(), context(), most, json);
        }
        return once ? Once.probe(configuration(), context(), json) : super.call();
    }

    private int watch() throws InterruptedException {
        if (once || dryRun) {
            throw new ParameterException(
                    spec().commandLine(), "--once and --dry-run are for what is due, and not for addresses");
        }
        Optional<HttpUrl> url = url();
        List<IpAddress> whom = url.isPresent()
                ? addressesOf(url.get())
                : addresses.stream()
                        .map(each -> understood("ADDRESS", each, IpAddress::parse))
                        .toList();
        WatchMethod by = url.map(WatchMethod::of).orElseGet(() -> understood("--method", method, WatchMethod::parse));
        WatchPlan plan = new WatchPlan(whom, by, count, understood("--interval", interval, Durations::parse));
        ProbeAddresses probe = new ProbeAddresses(context(), section(ProbeConfig::from), plan, url, json);
        return probe.run(section(ApplicationConfig::from).data().resolve("spool"), again);
    }

    private Optional<HttpUrl> url() {
        if (addresses.stream().noneMatch(each -> each.contains("://"))) {
            return Optional.empty();
        }
        if (addresses.size() > 1) {
            throw new InvalidInputException("ADDRESS", "a URL must be the only one: " + addresses);
        }
        if (spec().commandLine().getParseResult().hasMatchedOption("--method")) {
            throw new InvalidInputException("--method", "must not stand beside a URL, which says how: " + method);
        }
        String given = addresses.getFirst();
        return Optional.of(HttpUrl.parse(given)
                .orElseThrow(() ->
                        new InvalidInputException("ADDRESS", "must be http[s]://HOST[:PORT][/PATH]: '" + given + "'")));
    }

    private static List<IpAddress> addressesOf(HttpUrl url) throws InterruptedException {
        try {
            return HostAddresses.system().of(url.host(), PATIENCE).stream()
                    .map(IpAddress::of)
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException("ADDRESS", String.valueOf(e.getMessage()));
        }
    }

    private static <T> T understood(String where, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where, String.valueOf(e.getMessage()));
        }
    }
}
