package org.isochrone.app.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.prefix.SocketAddresses;

/**
 * Section {@code [Http]}: where metrics and health are served. Immutable.
 *
 * @param listen the address, a loopback one unless somebody decides otherwise; empty for {@code off}
 * @param chosen whether somebody wrote it down; where nobody did, several daemons on one host have the same, and the
 *     process does without if it is taken
 */
public record HttpConfig(Optional<InetSocketAddress> listen, boolean chosen) {
    /** Where a daemon serves if nothing else is configured. */
    public static final int DEFAULT_PORT = 8053;

    private static final String DEFAULT = "127.0.0.1:" + DEFAULT_PORT;

    /** Reads the section. */
    public static HttpConfig from(Settings settings) {
        return new HttpConfig(
                settings.parsed(
                        "Http",
                        "Listen",
                        Optional.of(SocketAddresses.parse(DEFAULT)),
                        "ADDRESS:PORT with a port in [0..65535], 0 for any that is free, or off",
                        text -> Optional.of(
                                text.equalsIgnoreCase("off")
                                        ? Optional.empty()
                                        : Optional.of(SocketAddresses.parse(text)))),
                settings.find("Http", "Listen").isPresent());
    }
}
