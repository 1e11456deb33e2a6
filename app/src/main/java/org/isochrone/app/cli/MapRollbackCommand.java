package org.isochrone.app.cli;

import java.time.Duration;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.wiring.Channels;
import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.build.Rollback;
import org.isochrone.steering.config.Durations;
import org.isochrone.steering.config.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code map rollback}. */
@Command(
        name = "rollback",
        description = {
            "Publishes an older map again, under a new serial, and freezes maps for a while.",
            "",
            "Without the freeze the next round of steering would begin to move clients back to where they were, as fast"
                    + " as hysteresis and churn limit let it. isochrone map diff tells beforehand who moves."
        },
        footer = "  isochrone map rollback 41 --reason \"Sydney is overloaded\" --freeze 2h")
final class MapRollbackCommand extends Configured {
    private static final Duration LONGEST = Duration.ofDays(30);

    @Parameters(index = "0", paramLabel = "SERIAL", description = "Serial of the map to go back to.")
    private long serial;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who decides; default: the user of the operating system.",
            defaultValue = "${sys:user.name}")
    private String author = "";

    @Option(
            names = "--freeze",
            paramLabel = "TIME",
            description = "How long no new map is built, 0s to 30d; default: ${DEFAULT-VALUE}.",
            converter = TimeOption.class,
            defaultValue = "1h")
    private Duration freeze = Duration.ZERO;

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    MapRollbackCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw new InvalidInputException("--reason", "must not be empty");
        }
        if (freeze.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("--freeze", "must be in [0s..30d]: " + Durations.format(freeze));
        }
        Configuration configuration = configuration();
        try (Stores stores = Stores.open(configuration, context().clock());
                Channels channels =
                        Channels.open(configuration, stores.maps(), context().clock())) {
            Rollback.Result result = new Rollback(
                            stores.steering(), channels.publishing(), context().clock())
                    .to(serial, freeze, author, reason);
            if (json) {
                console()
                        .json(Jsons.object(
                                "map",
                                result.head().version().toString(),
                                "content_of",
                                serial,
                                "moved",
                                result.diff().lines().size(),
                                "frozen_until",
                                result.frozenUntil().map(Object::toString).orElse(""),
                                "failed_channels",
                                Jsons.texts(result.failedChannels())));
            } else {
                console()
                        .line("published: map " + result.head().version() + " with the content of map " + serial + ", "
                                + result.diff().lines().size() + " (zonegroup, prefix) moved"
                                + result.frozenUntil()
                                        .map(until -> ", maps are frozen until " + until)
                                        .orElse("")
                                + (result.failedChannels().isEmpty()
                                        ? ""
                                        : "; could not publish to " + result.failedChannels()));
            }
            return result.failedChannels().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
