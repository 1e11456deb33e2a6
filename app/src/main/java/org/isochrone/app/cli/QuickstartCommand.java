package org.isochrone.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.isochrone.app.log.LogLevels;
import org.isochrone.app.quickstart.Quickstart;
import org.isochrone.app.quickstart.QuickstartOptions;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quickstart}. */
@Command(
        name = "quickstart",
        description = {
            "Shows the whole system on this machine, with nothing installed but a JDK.",
            "",
            "Three zones and some dozens of client networks of a simulated internet on loopback are really probed; a map"
                    + " is built, published and answered over DNS; a zone goes down and the answers change. It asks its"
                    + " own listener for every client and compares the answers with what the simulation knows. Exit code"
                    + " 0 only if each client got its fastest zone, each time."
        },
        footer = {"  isochrone quickstart", "  isochrone quickstart --once"})
final class QuickstartCommand implements Callable<Integer> {
    /** For the database and all that was started here to end in order. */
    private static final Duration TO_CLOSE = Duration.ofMinutes(1);

    private final Context context;

    @Option(names = "--once", description = "Ends after it has checked its own answers.")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept between runs; default: isochrone/quickstart in the user's data"
                    + " folder, or a temporary folder with --once.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another number makes another internet; default: ${DEFAULT-VALUE}.",
            defaultValue = "" + QuickstartOptions.DEFAULT_SEED)
    private long seed;

    @Option(names = "--debug", description = "Logs what happens below.")
    private boolean debug;

    @Option(
            names = "--json",
            description = "With --once: prints a JSON object of what was checked; the story goes to standard error.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    QuickstartCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        OnceOnly.check(Objects.requireNonNull(spec), json, once);
        LogLevels.story(debug);
        CountDownLatch asked = new CountDownLatch(1);
        Queue<EarlyEnd> end = new ArrayDeque<>();
        Quickstart quickstart = new Quickstart(
                new QuickstartOptions(once, data, seed, 1),
                json ? context.console().err() : context.console().out(),
                context.console().terminal(),
                context.environment(),
                Clocks.system());
        try {
            boolean right = quickstart.run(_ -> {
                end.add(EarlyEnd.telling(asked::countDown, TO_CLOSE));
                context.console().line("\nIt goes on probing and steering; end it with Ctrl-C.");
                asked.await();
            });
            if (json) {
                context.console().json(json(right, quickstart.checks()));
            }
            return right ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            end.forEach(EarlyEnd::close);
        }
    }

    private static Json json(boolean right, List<Quickstart.Check> checks) {
        return Jsons.object(
                "right",
                right,
                "checks",
                Jsons.array(
                        checks,
                        check -> Jsons.object(
                                "claim", check.claim(),
                                "asked", check.asked(),
                                "wrong", Jsons.texts(check.wrong()))));
    }
}
