package org.isochrone.probe.passive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;

class PassiveConfigTest {
    private final Problems problems = new Problems();

    private PassiveConfig read(Map<String, String> values) {
        Map<String, Setting> given = new HashMap<>();
        values.forEach((key, value) -> given.put("Passive." + key, new Setting(value, "here")));
        return PassiveConfig.from(new Settings(given, problems));
    }

    @Test
    void isOffUnlessAskedFor() {
        assertEquals(new PassiveConfig(false, Set.of(80, 443), Duration.ofSeconds(10), false), read(Map.of()));
        assertEquals(
                new PassiveConfig(true, Set.of(8443), Duration.ofSeconds(1), true),
                read(Map.of("Sockets", "yes", "Ports", "8443, 8443", "SampleInterval", "1s", "KeepAddresses", "yes")));
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void saysWhatIsWrongAndWhatIsLegal() {
        read(Map.of("Sockets", "maybe", "Ports", "443,0", "SampleInterval", "6m"));
        assertEquals(
                List.of(
                        "here: [Passive] Sockets must be true or false: 'maybe'",
                        "here: [Passive] Ports must be ports in [1..65535] with commas between: '443,0'",
                        "here: [Passive] SampleInterval must be a time in [1s..5m]: '6m'"),
                problems.errors());
        read(Map.of("Ports", "http"));
        assertEquals(4, problems.errors().size());
    }
}
