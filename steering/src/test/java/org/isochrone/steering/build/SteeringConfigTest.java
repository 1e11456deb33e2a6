package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;

class SteeringConfigTest {
    @Test
    void defaultsAndKeysStay() {
        assertEquals(SteeringConfig.DEFAULT, SteeringConfig.from(new Settings(Map.of(), new Problems())));
        Map<String, Setting> values = new TreeMap<>(Map.of(
                "Steering.Interval", new Setting("1m", "f:1"),
                "Steering.Window", new Setting("2h", "f:2"),
                "Steering.SwitchMargin", new Setting("3ms", "f:3"),
                "Steering.SwitchMarginPercent", new Setting("4", "f:4"),
                "Steering.TieMargin", new Setting("5ms", "f:5"),
                "Steering.Confirmations", new Setting("6", "f:6"),
                "Steering.Dwell", new Setting("7m", "f:7"),
                "Steering.Refresh", new Setting("8h", "f:8")));
        Map<String, Setting> safety = Map.of(
                "Steering.MaxMovedPercent", new Setting("9", "f:9"),
                "Steering.MaxRushPercent", new Setting("10", "f:10"),
                "Steering.MaxInputAge", new Setting("11h", "f:11"),
                "Steering.HoldSlow", new Setting("12m", "f:12"));
        values.putAll(safety);
        Problems problems = new Problems();
        assertEquals(
                new SteeringConfig(
                        Duration.ofMinutes(1),
                        Duration.ofHours(2),
                        Duration.ofMillis(3),
                        4,
                        Duration.ofMillis(5),
                        6,
                        Duration.ofMinutes(7),
                        Duration.ofHours(8),
                        new SafetyConfig(9, 10, Duration.ofHours(11), Duration.ofMinutes(12))),
                SteeringConfig.from(new Settings(values, problems)));
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        Problems problems = new Problems();
        SteeringConfig.from(new Settings(Map.of("Steering.Confirmations", new Setting("0", "f:9")), problems));
        assertEquals(
                List.of("f:9: [Steering] Confirmations must be a whole number in [1..100]: '0'"), problems.errors());
    }
}
