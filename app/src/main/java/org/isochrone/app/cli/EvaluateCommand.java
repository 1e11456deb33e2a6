package org.isochrone.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.isochrone.app.imports.Recordings;
import org.isochrone.app.log.LogLevels;
import org.isochrone.app.print.Progress;
import org.isochrone.app.print.Table;
import org.isochrone.app.print.Words;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.evaluate.Evaluation;
import org.isochrone.steering.evaluate.EvaluationCase;
import org.isochrone.steering.evaluate.EvaluationResult;
import org.isochrone.steering.evaluate.PolicyResult;
import org.isochrone.steering.evaluate.RecordedDecision;
import org.isochrone.steering.evaluate.RecordedRtt;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.topology.GeoPoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Judges the estimator on recorded bursts, beside simple policies.",
            "",
            "In every round it feeds that round's bursts through estimator, hysteresis and map builder and decides for"
                    + " the next round, whose truth says how good that was. Files are CSV and may be packed with gzip:"
                    + " bursts and truth have the columns round,client,region,rtt_ms, locations id,lat,lon, networks those of import networks. Needs"
                    + " no configuration and no database."
        },
        footer = {
            "  isochrone evaluate --bursts bursts.csv.gz --truth truth.csv.gz",
            "  isochrone evaluate --bursts b.csv --truth t.csv --round-length 5m \\",
            "    --decisions out.csv --json"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--bursts", required = true, paramLabel = "FILE", description = "What was measured.")
    private Path bursts = Path.of("");

    @Option(names = "--truth", required = true, paramLabel = "FILE", description = "What each client would have had.")
    private Path truth = Path.of("");

    @Option(names = "--locations", paramLabel = "FILE", description = "Where clients and regions are, where known.")
    private Optional<Path> locations = Optional.empty();

    @Option(
            names = "--networks",
            paramLabel = "FILE",
            description = "AS and country of networks, where known, for clients whose names are prefixes.")
    private Optional<Path> networks = Optional.empty();

    @Mixin
    private final RoundLength roundLength = new RoundLength();

    @Option(
            names = "--from-round",
            paramLabel = "N",
            description = "The first round that counts, at least 1; default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int fromRound;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "Writes round,client,region,provenance of every decision.")
    private Optional<Path> decisions = Optional.empty();

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    EvaluateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        LogLevels.command(false);
        if (fromRound < 1) {
            throw new InvalidInputException("--from-round", "must be >= 1: " + fromRound);
        }
        List<RecordedRtt> measured = Recordings.rtts(bursts);
        List<RecordedRtt> real = Recordings.rtts(truth);
        Map<String, GeoPoint> places = locations.map(Recordings::locations).orElse(Map.of());
        List<ClientPrefix> known = networks.map(Recordings::networks).orElse(List.of());
        EvaluationResult result = evaluate(EvaluationCase.of(measured, real, places, roundLength.time())
                .with(known)
                .judgedFrom(fromRound));
        if (decisions.isPresent()) {
            write(decisions.get(), result.decisions());
        }
        if (json) {
            context.console().json(Jsons.object("policies", Jsons.array(result.rows(), EvaluateCommand::json)));
        } else {
            context.console().text(table(result.rows()).text());
        }
        return ExitCode.DONE;
    }

    private EvaluationResult evaluate(EvaluationCase given) {
        int rounds = 1 + Math.max(last(given.bursts()), last(given.truth()));
        Progress progress =
                new Progress(context.console().err(), context.console().terminal());
        try {
            return new Evaluation(new WindowEstimator()).run(given, done -> {
                if (context.console().terminal()) {
                    progress.at("rounds", done, rounds);
                }
            });
        } finally {
            progress.done();
        }
    }

    private static int last(List<RecordedRtt> lines) {
        return lines.stream().mapToInt(RecordedRtt::round).max().orElse(-1);
    }

    private static void write(Path path, List<RecordedDecision> decisions) throws IOException {
        Table table = new Table("round", "client", "region", "provenance");
        decisions.forEach(decision ->
                table.row(decision.round(), decision.client(), decision.region(), Words.lower(decision.provenance())));
        Files.writeString(path, table.csv());
    }

    private static Table table(List<PolicyResult> rows) {
        Table table = new Table(
                "policy",
                "mean ms",
                "median ms",
                "p95 ms",
                "mean regret ms",
                "within 5 ms %",
                "within 10 % %",
                "switches per 100",
                "unanswered");
        rows.forEach(row -> table.row(
                row.policy(),
                decimal(row.meanMillis()),
                decimal(row.medianMillis()),
                decimal(row.p95Millis()),
                decimal(row.meanRegretMillis()),
                decimal(row.within5MillisPercent()),
                decimal(row.within10PercentPercent()),
                decimal(row.switchesPer100()),
                row.unanswered()));
        return table;
    }

    private static Json json(PolicyResult row) {
        return Jsons.object(
                "policy", row.policy(),
                "client_rounds", row.clientRounds(),
                "unanswered", row.unanswered(),
                "mean_ms", row.meanMillis(),
                "median_ms", row.medianMillis(),
                "p95_ms", row.p95Millis(),
                "mean_regret_ms", row.meanRegretMillis(),
                "within_5ms_percent", row.within5MillisPercent(),
                "within_10percent_percent", row.within10PercentPercent(),
                "switches_per_100", row.switchesPer100());
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
