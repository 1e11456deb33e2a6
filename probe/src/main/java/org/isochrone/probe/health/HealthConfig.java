package org.isochrone.probe.health;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.isochrone.probe.http.TlsPolicy;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;

/**
 * Section {@code [Health]}. Immutable.
 *
 * @param interval time between two checks of an endpoint; default 5 s, floor 1 s
 * @param rise good checks in a row until an endpoint is up; default 2
 * @param fall bad checks in a row until an endpoint is down; default 3
 * @param timeout how long a check waits; default 1 s, floor 50 ms, at most the interval
 * @param commands folder of the programs that checks by command may run; default {@code /etc/isochrone/checks}
 * @param authorities PEM file of certificates that HTTPS checks believe in beside those that Java knows; default none
 */
public record HealthConfig(
        Duration interval, int rise, int fall, Duration timeout, Path commands, Optional<Path> authorities) {
    // First, for the constructor of DEFAULT needs it.
    private static final String COMMANDS = "/etc/isochrone/checks";

    /** What holds where nothing is configured. */
    public static final HealthConfig DEFAULT = new HealthConfig(Duration.ofSeconds(5), 2, 3, Duration.ofSeconds(1));

    private static final String SECTION = "Health";
    private static final String CA_FILE = "CaFile";
    private static final int MOST = 20;

    /** The usual folder of commands, and no authorities of our own. */
    public HealthConfig(Duration interval, int rise, int fall, Duration timeout) {
        this(interval, rise, fall, timeout, Path.of(COMMANDS), Optional.empty());
    }

    /** Reads the section. */
    public static HealthConfig from(Settings settings) {
        Duration interval =
                settings.duration(SECTION, "Interval", DEFAULT.interval, Duration.ofSeconds(1), Duration.ofHours(1));
        Duration timeout =
                settings.duration(SECTION, "Timeout", DEFAULT.timeout, Duration.ofMillis(50), Duration.ofSeconds(10));
        if (timeout.compareTo(interval) > 0) {
            settings.problems()
                    .error(
                            "[Health] Timeout",
                            "must be at most [Health] Interval: " + timeout.toMillis() + "ms > " + interval.toMillis()
                                    + "ms");
        }
        return new HealthConfig(
                interval,
                settings.integer(SECTION, "Rise", DEFAULT.rise, 1, MOST),
                settings.integer(SECTION, "Fall", DEFAULT.fall, 1, MOST),
                timeout,
                Path.of(settings.text(SECTION, "Commands", COMMANDS)),
                authorities(settings));
    }

    private static Optional<Path> authorities(Settings settings) {
        Optional<Setting> file = settings.find(SECTION, CA_FILE);
        try {
            file.ifPresent(given -> TlsPolicy.certificates(Path.of(given.value())));
        } catch (IllegalArgumentException e) {
            settings.problems().error(file.orElseThrow().where(), "[Health] CaFile " + e.getMessage());
            return Optional.empty();
        }
        return file.map(given -> Path.of(given.value()));
    }
}
