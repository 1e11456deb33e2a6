package org.isochrone.app.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.dns.DnsProber;
import org.isochrone.probe.http.HttpEndpoint;
import org.isochrone.probe.http.HttpProber;
import org.isochrone.probe.http.HttpTiming;
import org.isochrone.probe.http.HttpUrl;
import org.isochrone.probe.http.OwnEndpoints;
import org.isochrone.probe.http.TlsPolicy;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.pace.AddressPolicy;
import org.isochrone.probe.pace.ByHand;
import org.isochrone.probe.pace.ExclusionList;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.tcp.TcpConnectProber;
import org.isochrone.probe.watch.Watch;
import org.isochrone.probe.watch.WatchPlan;
import org.isochrone.probe.watch.Watched;
import org.isochrone.steering.config.Durations;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.prefix.IpAddress;

/**
 * {@code probe ADDRESS…|URL}: a line for every probe, as ping has it, and a summary for every address. Addresses that a
 * person names may be private or reserved, as with ping; the exclusion list holds, and nobody probes multicast.
 */
final class ProbeAddresses {
    /** What hardly ever happens, and stands in the summary only where it did, so that this fits into a terminal. */
    private static final List<Column> ODD = List.of(
            new Column("late", each -> each.counts().late()),
            new Column("duplicate", each -> each.counts().duplicate()),
            new Column("elsewhere", each -> each.counts().elsewhere()),
            new Column("foreign", each -> each.counts().foreign()),
            new Column("failed", each -> each.counts().failed()));

    private final Context context;
    private final ProbeConfig config;
    private final WatchPlan plan;
    private final Optional<HttpUrl> url;
    private final boolean json;
    private final Map<IpAddress, HttpTiming> timings = new ConcurrentHashMap<>();

    ProbeAddresses(Context context, ProbeConfig config, WatchPlan plan, Optional<HttpUrl> url, boolean json) {
        this.context = context;
        this.config = config;
        this.plan = plan;
        this.url = url;
        this.json = json;
    }

    /**
     * Probes and prints; an interrupt from the keyboard ends it early, with the summary.
     *
     * @param peers where the peers of this machine have their directories
     * @param again whether to probe whom they probed in the last ten minutes, too
     */
    int run(Path peers, boolean again) {
        Clocks clocks = Clocks.system();
        ByHand byHand = ByHand.beside(peers, clocks);
        refuse(byHand, again);
        plan.addresses().forEach(byHand::probing);
        RandomGenerator random = new SecureRandom();
        List<Watched> seen;
        try (Watch watch = new Watch(plan, address -> prober(address, clocks, random), clocks.nanoTime());
                EarlyEnd end = EarlyEnd.interrupting()) {
            try {
                watch.run(this::line);
            } catch (InterruptedException e) {
                // Whoever pressed the key wants to see the summary.
                context.console().line("");
            }
            seen = watch.seen();
            print(seen);
            end.done();
        }
        boolean allAnswered = seen.stream().noneMatch(each -> each.rttNanos().isEmpty());
        return allAnswered ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void refuse(ByHand byHand, boolean again) {
        Problems problems = new Problems();
        AddressPolicy policy = new AddressPolicy(true);
        AddressPolicy onlyPublic = new AddressPolicy(false);
        ExclusionList exclusions = config.exclusions()
                .map(file -> ExclusionList.read(file, System::nanoTime))
                .orElseGet(ExclusionList::none);
        for (IpAddress address : plan.addresses()) {
            policy.refusal(address)
                    .or(() -> exclusions.excluding(address).map(prefix -> "excluded by " + prefix))
                    .or(() -> again || onlyPublic.refusal(address).isPresent()
                            ? Optional.empty()
                            : byHand.lately(address).map(ProbeAddresses::rests))
                    .ifPresent(why -> problems.error("ADDRESS", address + " must not be probed: " + why));
        }
        problems.throwIfAny();
    }

    private static String rests(Duration since) {
        return "was probed from this machine " + Durations.format(since.truncatedTo(ChronoUnit.SECONDS))
                + " ago and has a rest of " + Durations.format(PaceLimits.TARGET_PAUSE)
                + "; --again does it all the same";
    }

    /** What was asked for, or the root of a server that was named by its address. */
    private HttpUrl url(IpAddress address) {
        return url.orElseGet(() -> new HttpUrl(
                plan.method().tls(), address.toString(), plan.method().port(), "/"));
    }

    private Prober prober(IpAddress address, Clocks clocks, RandomGenerator random) {
        BurstShape one =
                new BurstShape(1, BurstShape.MIN_SPACING, config.shape().timeout());
        return switch (plan.method().method()) {
            case ICMP -> new IcmpProber(config.contact(), one, config.source(), clocks, random);
            case TCP -> new TcpConnectProber(one, config.source(), clocks);
            case DNS -> new DnsProber(config.question(), one, config.source(), clocks, random);
            case HTTP ->
                new HttpProber(
                        new OwnEndpoints(new HttpEndpoint(url(address), false), Set.of(address)),
                        config.contact(),
                        TlsPolicy.of(config.authorities()),
                        one,
                        config.source(),
                        clocks,
                        (target, timing) -> timings.put(target.address(), timing));
            case PASSIVE, IMPORTED -> throw new IllegalStateException("nobody can ask for " + plan.method());
        };
    }

    private void line(IpAddress address, int sequence, OptionalLong rttNanos, String failure) {
        if (json) {
            return;
        }
        String what = !failure.isEmpty()
                ? "failed: " + failure
                : rttNanos.isPresent()
                        ? "rtt=" + Words.millis(rttNanos.getAsLong()) + " ms" + setUp(address)
                        : "no reply";
        context.console().line(address + " " + plan.method() + " seq=" + sequence + " " + what);
    }

    /** What came before the request, of probes by HTTP. */
    private String setUp(IpAddress address) {
        return Optional.ofNullable(timings.get(address))
                .map(timing -> " connect=" + Words.millis(timing.connectNanos()) + " ms"
                        + (plan.method().tls() ? " tls=" + Words.millis(timing.handshakeNanos()) + " ms" : ""))
                .orElse("");
    }

    private void print(List<Watched> seen) {
        if (json) {
            context.console().json(Jsons.object("targets", Jsons.array(seen, this::json)));
            return;
        }
        List<Column> columns = Stream.concat(
                        columns().stream(),
                        ODD.stream()
                                .filter(odd -> seen.stream()
                                        .anyMatch(each -> !odd.of(each).equals("0"))))
                .toList();
        Table table = new Table(columns.stream().map(Column::name).toList());
        seen.forEach(each ->
                table.row(columns.stream().map(column -> column.of(each)).toList()));
        context.console().text("\n" + table.text());
    }

    private List<Column> columns() {
        return List.of(
                new Column("address", Watched::address),
                new Column("method", each -> plan.method()),
                new Column("sent", each -> each.counts().sent()),
                new Column("received", each -> each.counts().replies()),
                new Column("loss", each -> String.format(Locale.ROOT, "%.1f%%", each.lossPercent())),
                new Column("min ms", each -> percentile(each, 0)),
                new Column("median ms", each -> percentile(each, 50)),
                new Column("p95 ms", each -> percentile(each, 95)),
                new Column("max ms", each -> percentile(each, 100)));
    }

    /** A column of the summary. */
    private record Column(String name, Function<Watched, Object> cell) {
        String of(Watched seen) {
            return cell.apply(seen).toString();
        }
    }

    private Json json(Watched seen) {
        return Jsons.object(
                "address",
                seen.address().toString(),
                "method",
                plan.method().toString(),
                "sent",
                seen.counts().sent(),
                "received",
                seen.counts().replies(),
                "late",
                seen.counts().late(),
                "duplicate",
                seen.counts().duplicate(),
                "elsewhere",
                seen.counts().elsewhere(),
                "foreign",
                seen.counts().foreign(),
                "failed",
                seen.counts().failed(),
                "rtts_nanos",
                Jsons.array(seen.rttNanos(), Json.Num::of));
    }

    private static String percentile(Watched seen, int percent) {
        return seen.rttNanos().isEmpty() ? "" : Words.millis(seen.percentileNanos(percent));
    }
}
