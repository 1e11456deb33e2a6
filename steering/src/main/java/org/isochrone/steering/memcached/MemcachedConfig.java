package org.isochrone.steering.memcached;

import java.time.Duration;
import org.isochrone.steering.config.Settings;

/**
 * Section {@code [Memcached]}. Immutable.
 *
 * @param server host name or address; {@code none} for no memcached
 * @param port TCP port
 * @param ttl how long a key lives after it was last written or renewed; whole seconds
 * @param timeout how long one exchange may take
 */
public record MemcachedConfig(String server, int port, Duration ttl, Duration timeout) {
    /** The server name that means: there is none. */
    public static final String NONE = "none";

    private static final int DEFAULT_PORT = 11_211;

    /** Longer than 30 days would be read as a date by memcached. */
    private static final Duration MAX_TTL = Duration.ofDays(30);

    /** Reads the section. */
    public static MemcachedConfig from(Settings settings) {
        String section = "Memcached";
        return new MemcachedConfig(
                settings.text(section, "Server", "127.0.0.1"),
                settings.integer(section, "Port", DEFAULT_PORT, 1, 65_535),
                settings.duration(section, "TTL", Duration.ofSeconds(60), Duration.ofSeconds(10), MAX_TTL),
                settings.duration(
                        section, "Timeout", Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofSeconds(30)));
    }

    /** Tells whether there is a memcached at all. */
    public boolean enabled() {
        return !server.equalsIgnoreCase(NONE);
    }
}
