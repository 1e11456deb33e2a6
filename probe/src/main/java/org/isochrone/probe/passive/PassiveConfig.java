package org.isochrone.probe.passive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isochrone.steering.config.Settings;

/**
 * Section {@code [Passive]}. Immutable.
 *
 * @param sockets whether the round trips of this host's TCP connections are read; default no
 * @param ports local ports whose connections are clients'; default 80 and 443
 * @param interval time between two looks at the sockets; default 10 s, floor 1 s
 * @param keepAddresses whether clients become targets with their addresses; default no
 */
public record PassiveConfig(boolean sockets, Set<Integer> ports, Duration interval, boolean keepAddresses) {
    private static final String SECTION = "Passive";
    private static final int MAX_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /** Reads the section. */
    public static PassiveConfig from(Settings settings) {
        return new PassiveConfig(
                settings.flag(SECTION, "Sockets", false),
                settings.parsed(
                        SECTION,
                        "Ports",
                        Set.of(80, 443),
                        "ports in [1.." + MAX_PORT + "] with commas between",
                        PassiveConfig::ports),
                settings.duration(
                        SECTION,
                        "SampleInterval",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        PassiveAggregator.SLOT),
                settings.flag(SECTION, "KeepAddresses", false));
    }

    private static Optional<Set<Integer>> ports(String text) {
        List<String> parts =
                Pattern.compile(",").splitAsStream(text).map(String::strip).toList();
        boolean numbers = !parts.isEmpty()
                && parts.stream().allMatch(part -> PORT.matcher(part).matches());
        Set<Integer> ports =
                numbers ? parts.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet()) : Set.of();
        boolean legal = numbers && ports.stream().allMatch(port -> port >= 1 && port <= MAX_PORT);
        return legal ? Optional.of(ports) : Optional.empty();
    }
}
