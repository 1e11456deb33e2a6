package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {
    private static final Duration LONGEST_WINDOW = Duration.ofDays(30);

    private final Problems problems = new Problems();

    @Test
    void theDefaultsKeepMoreThanTheLongestWindow() {
        assertEquals(RetentionConfig.DEFAULT, read(Map.of(), LONGEST_WINDOW));
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void nothingThatSteeringLooksAtMayBeDeleted() {
        read(
                Map.of(
                        "Retention.Bursts", new Setting("24h", "f:2"),
                        "Retention.Counts", new Setting("7d", "f:3"),
                        "Retention.Maps", new Setting("1", "f:4")),
                Duration.ofDays(7));
        assertEquals(
                List.of(
                        "f:2: [Retention] Bursts must be more than [Steering] Window, or steering would lack what it"
                                + " looks at: 1d <= 7d",
                        "f:3: [Retention] Counts must be more than [Steering] Window, or steering would lack what it"
                                + " looks at: 7d <= 7d",
                        "f:4: [Retention] Maps must be a whole number in [2..100000]: '1'"),
                problems.errors());
    }

    @Test
    void agesAreReadAsTimes() {
        RetentionConfig read = read(
                Map.of(
                        "Retention.Bursts", new Setting("25h", "f:2"),
                        "Retention.Health", new Setting("30d", "f:3")),
                Duration.ofDays(1));
        assertEquals(Duration.ofHours(25), read.bursts());
        assertEquals(Duration.ofDays(30), read.health());
        assertTrue(problems.errors().isEmpty(), problems.errors().toString());
    }

    private RetentionConfig read(Map<String, Setting> values, Duration window) {
        return RetentionConfig.from(new Settings(values, problems), window);
    }
}
