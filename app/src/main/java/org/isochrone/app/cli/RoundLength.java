package org.isochrone.app.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a round of recorded bursts lasts. */
final class RoundLength {
    @Option(
            names = "--round-length",
            paramLabel = "TIME",
            description = "Time between two rounds, at least 1s; default: ${DEFAULT-VALUE}.",
            converter = TimeOption.FromOneSecond.class,
            defaultValue = "15m")
    private Duration roundLength = Duration.ZERO;

    Duration time() {
        return roundLength;
    }
}
