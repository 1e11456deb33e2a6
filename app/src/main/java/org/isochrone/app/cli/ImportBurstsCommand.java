package org.isochrone.app.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.imports.Imports;
import org.isochrone.app.print.Progress;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code import bursts}. */
@Command(
        name = "bursts",
        description = {
            "Imports recorded bursts: columns round,client,region,rtt_ms.",
            "",
            "client is a prefix, region a zone by name or id, rtt_ms the burst's smallest RTT or nothing for a"
                    + " loss. A round, client and region stand in one line only. Everything is checked before"
                    + " anything is kept, and the same file again adds nothing."
        },
        footer = "  isochrone import bursts bursts.csv.gz --round-length 15m")
final class ImportBurstsCommand extends ImportCommand {
    @Mixin
    private final RoundLength roundLength = new RoundLength();

    @Option(
            names = "--start",
            paramLabel = "INSTANT",
            description =
                    "When round 0 was, such as 2026-01-02T03:04:05Z, so long ago that the last round is not in the"
                            + " future; default: so that the last round is now.",
            converter = Moment.class)
    private Optional<Instant> start = Optional.empty();

    ImportBurstsCommand(Context context) {
        super(context);
    }

    @Override
    Taken take(Path path, Stores stores) {
        Progress progress = new Progress(console().err(), console().terminal());
        Imports.Bursts taken = Imports.bursts(
                path,
                roundLength.time(),
                start,
                Realms.topology(stores),
                stores.bursts(),
                context().clock(),
                (done, total) -> {
                    if (console().terminal()) {
                        progress.at("bursts", done, total);
                    }
                });
        progress.done();
        Map<String, Json> facts = new LinkedHashMap<>();
        facts.put("bursts", Json.Num.of(taken.lines()));
        facts.put("added", Json.Num.of(taken.added()));
        facts.put("start", new Json.Str(taken.start().toString()));
        return new Taken(
                Words.count(taken.lines(), "burst") + ", " + taken.added() + " of them new, round 0 at "
                        + taken.start(),
                facts);
    }

    /** Reads moments as ISO 8601 writes them. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("must be a time such as 2026-01-02T03:04:05Z: '" + text + "'");
            }
        }
    }
}
