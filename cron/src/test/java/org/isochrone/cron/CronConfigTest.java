package org.isochrone.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;

class CronConfigTest {
    private final Problems problems = new Problems();

    @Test
    void eachProcessWorksForItselfUnlessToldOtherwise() {
        assertEquals(new CronConfig(false, Duration.ofSeconds(10)), read(Map.of()));
        assertEquals(
                new CronConfig(true, Duration.ofSeconds(1)),
                read(Map.of("Cron.Fleet", new Setting("yes", "f:1"), "Cron.CheckIn", new Setting("1s", "f:2"))));
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void namesEveryProblem() {
        read(Map.of("Cron.Fleet", new Setting("perhaps", "f:1"), "Cron.CheckIn", new Setting("999ms", "f:2")));
        assertEquals(
                List.of(
                        "f:1: [Cron] Fleet must be true or false: 'perhaps'",
                        "f:2: [Cron] CheckIn must be a time in [1s..5m]: '999ms'"),
                problems.errors());
    }

    private CronConfig read(Map<String, Setting> values) {
        return CronConfig.from(new Settings(values, problems));
    }
}
