package org.isochrone.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Snapshots;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Decision;
import org.isochrone.steering.decision.Explanation;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.DnsNames;
import org.isochrone.steering.topology.Zone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}. */
@Command(
        name = "explain",
        description = {
            "Decides as the answering process does and prints every step.",
            "",
            "Needs no running daemon: topology, map, health and overrides are read from MySQL, memcached and the data"
                    + " directory, in the same order as the daemon does it."
        },
        footer = {
            "  isochrone explain www.example.com --client 203.0.113.7",
            "  isochrone explain photos.s3.example.com --client 2001:db8:1::/48 --json"
        })
final class ExplainCommand extends Configured {
    @Parameters(index = "0", paramLabel = "NAME", description = "A DNS name inside [DNS] Zone.")
    private String name = "";

    @Option(
            names = "--client",
            required = true,
            paramLabel = "ADDR[/LEN]",
            description = "For whom: the address of a resolver, or a client subnet as EDNS carries it.")
    private String client = "";

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    ExplainCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Configuration configuration = configuration();
        Client whom = client(client);
        String canonical = inside(name, configuration.dns().zones());
        try (Snapshots.Known known = Snapshots.readAll(configuration, context().clock())) {
            return explain(configuration, whom, canonical, known);
        }
    }

    private int explain(Configuration configuration, Client whom, String canonical, Snapshots.Known known) {
        Snapshot snapshot = known.snapshot();
        Optional<String> fixed = new Responder(
                        configuration.dns(),
                        () -> Optional.of(snapshot),
                        known::contents,
                        new ClientCounter(),
                        new AnswerCounters(),
                        context().clock())
                .fixed(snapshot, canonical);
        Explanation explanation = told(
                Explanation.explain(snapshot, canonical, whom, context().clock().instant()), fixed);
        if (json) {
            console().json(json(explanation, fixed, snapshot));
        } else {
            console().text(text(explanation, snapshot));
        }
        return ExitCode.DONE;
    }

    /** Puts what answers a name that is the same for everybody in the place of what would be decided. */
    private static Explanation told(Explanation decided, Optional<String> fixed) {
        if (fixed.isEmpty()) {
            return decided;
        }
        Explanation.Step step = new Explanation.Step("name", fixed.get());
        if (decided.binding()
                .filter(binding -> binding.owner().equals(decided.name()))
                .isPresent()) {
            // The top of a zone may be steered too, and written records may stand beside steered addresses.
            List<Explanation.Step> steps = new ArrayList<>(decided.steps());
            steps.add(step);
            return new Explanation(
                    decided.name(),
                    decided.client(),
                    decided.binding(),
                    decided.decisions(),
                    decided.estimates(),
                    steps);
        }
        return new Explanation(
                decided.name(),
                decided.client(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Stream.concat(
                                decided.steps().stream()
                                        .takeWhile(each -> !each.what().equals("name")),
                                Stream.of(step))
                        .toList());
    }

    private static String inside(String name, List<String> zones) {
        String legal = "must be a DNS name inside [DNS] Zone (" + String.join(", ", zones) + ")";
        String canonical;
        try {
            canonical = DnsNames.canonical(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("NAME", legal + ": " + e.getMessage());
        }
        if (zones.stream().noneMatch(zone -> DnsNames.within(canonical, zone))) {
            throw new InvalidInputException("NAME", legal + ": '" + name + "'");
        }
        return canonical;
    }

    private static Client client(String text) {
        try {
            return text.contains("/")
                    ? Client.subnet(Prefix.parse(text), Client.NOBODY.address())
                    : Client.resolver(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--client", "must be ADDRESS or PREFIX/LENGTH: " + e.getMessage());
        }
    }

    private static String text(Explanation explanation, Snapshot snapshot) {
        Table steps = new Table("step", "found");
        explanation.steps().forEach(step -> steps.row(step.what(), step.found()));
        StringBuilder text = new StringBuilder(steps.text());
        explanation.estimates().ifPresent(estimates -> {
            Table rtts = new Table("zone", "rtt ms", "error ms", "bursts", "newest", "provenance", "reachable");
            byZone(snapshot, estimates.byZone())
                    .forEach((zone, estimate) -> rtts.row(
                            zone,
                            Words.millis(estimate.rttNanos()),
                            Words.millis(estimate.errorNanos()),
                            estimate.bursts(),
                            estimate.bursts() == 0 ? "-" : estimate.newest(),
                            estimate.provenance(),
                            estimate.reachable() ? "yes" : "no"));
            text.append("\nwhat the map believes of ")
                    .append(estimates.prefix())
                    .append(":\n")
                    .append(rtts.text());
        });
        return text.toString();
    }

    private static Json json(Explanation explanation, Optional<String> fixed, Snapshot snapshot) {
        return Jsons.object(
                "name",
                explanation.name(),
                "client",
                explanation.client().address() + "/" + explanation.client().sourceLength(),
                "steered",
                explanation.binding().isPresent(),
                "fixed",
                fixed.orElse(""),
                "decisions",
                Jsons.array(new TreeMap<>(explanation.decisions()).entrySet(), ExplainCommand::json),
                "steps",
                Jsons.array(explanation.steps(), step -> Jsons.object("step", step.what(), "found", step.found())),
                "prefix",
                explanation
                        .estimates()
                        .map(estimates -> estimates.prefix().toString())
                        .orElse(""),
                "estimates",
                Jsons.array(
                        explanation
                                .estimates()
                                .map(estimates -> byZone(snapshot, estimates.byZone()))
                                .orElse(Map.of())
                                .entrySet(),
                        entry -> json(entry.getKey(), entry.getValue())));
    }

    private static Json json(Map.Entry<Need, Decision> entry) {
        Decision decision = entry.getValue();
        return Jsons.object(
                "need",
                entry.getKey().name(),
                "zones",
                Jsons.texts(decision.zones().stream().map(Zone::name).toList()),
                "scope",
                decision.scope(),
                "cell",
                decision.cell().toString(),
                "basis",
                decision.basis().name(),
                "all_down",
                decision.allDown());
    }

    private static Json json(String zone, Estimate estimate) {
        return Jsons.object(
                "zone",
                zone,
                "rtt_nanos",
                estimate.rttNanos(),
                "error_nanos",
                estimate.errorNanos(),
                "bursts",
                estimate.bursts(),
                "newest",
                estimate.bursts() == 0 ? "" : estimate.newest().toString(),
                "provenance",
                estimate.provenance().name(),
                "reachable",
                estimate.reachable());
    }

    private static Map<String, Estimate> byZone(Snapshot snapshot, Map<String, Estimate> byId) {
        Map<String, Estimate> named = new TreeMap<>();
        byId.forEach((id, estimate) -> named.put(snapshot.topology().zoneName(id), estimate));
        return named;
    }
}
