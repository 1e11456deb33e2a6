package org.isochrone.steering.memcached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;

final class MemcachedConfigTest {
    private final Problems problems = new Problems();

    @Test
    void defaultsArePinned() {
        assertEquals(
                new MemcachedConfig("127.0.0.1", 11211, Duration.ofSeconds(60), Duration.ofSeconds(1)),
                MemcachedConfig.from(new Settings(Map.of(), problems)));
    }

    @Test
    void everyKeyIsRead() {
        MemcachedConfig config = read(Map.of("Server", "None", "Port", "1", "TTL", "5m", "Timeout", "250ms"));
        assertEquals(new MemcachedConfig("None", 1, Duration.ofMinutes(5), Duration.ofMillis(250)), config);
        assertFalse(config.enabled());
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void allProblemsAreTold() {
        read(Map.of("Port", "0", "TTL", "9", "Timeout", "1m"));
        assertEquals(
                List.of(
                        "x: [Memcached] Port must be a whole number in [1..65535]: '0'",
                        "x: [Memcached] TTL must be a time in [10s..30d]: '9'",
                        "x: [Memcached] Timeout must be a time in [50ms..30s]: '1m'"),
                problems.errors());
    }

    private MemcachedConfig read(Map<String, String> keys) {
        Map<String, Setting> values = new HashMap<>();
        keys.forEach((key, value) -> values.put("Memcached." + key, new Setting(value, "x")));
        return MemcachedConfig.from(new Settings(values, problems));
    }
}
