package org.isochrone.steering.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private final Problems problems = new Problems();

    private Settings settings(Map<String, String> values) {
        return new Settings(
                values.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> new Setting(e.getValue(), "test.conf:7"))),
                problems);
    }

    @Test
    void readsWhatIsGivenAndFallsBackOnDefaults() {
        Settings settings = settings(Map.of("DNS.TTL", "90", "dns.Zone", "example.test", "Probe.On", "yes"));
        assertEquals(90, settings.integer("DNS", "TTL", 60, 1, 86400));
        assertEquals("example.test", settings.required("DNS", "Zone"));
        assertTrue(settings.flag("Probe", "On", false));
        assertEquals(List.of("a", "b"), settings(Map.of("X.List", " a, b,")).list("X", "List", List.of()));
        assertEquals(
                Duration.ofMinutes(5),
                settings.duration("Steering", "Interval", Duration.ofMinutes(5), Duration.ZERO, Duration.ofDays(1)));
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void findsEveryProblemInOnePass() {
        Settings settings =
                settings(Map.of("DNS.TTL", "0", "Probe.On", "maybe", "Probe.Every", "5w", "Probe.Oops", "1"));
        assertEquals(60, settings.integer("DNS", "TTL", 60, 1, 86400));
        settings.flag("Probe", "On", false);
        settings.duration("Probe", "Every", Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofDays(1));
        settings.required("DNS", "Zone");
        settings.warnOfUnknownKeys();
        assertEquals(
                List.of(
                        "test.conf:7: [DNS] TTL must be a whole number in [1..86400]: '0'",
                        "test.conf:7: [Probe] On must be true or false: 'maybe'",
                        "test.conf:7: [Probe] Every must be a time in [10m..1d]: '5w'",
                        "[DNS] Zone: is missing and has no default"),
                problems.errors());
        assertEquals(List.of("test.conf:7: unknown key Probe.Oops"), problems.warnings());
        assertEquals(
                4,
                assertThrows(InvalidInputException.class, problems::throwIfAny)
                        .problems()
                        .size());
    }

    @Test
    void ofAMisspeltKeyTheOneIsToldThatWasMeant() {
        Settings settings = settings(Map.of("DNS.Emial", "x", "dsn.zone", "x", "DNS.Colour", "x"));
        settings.text("DNS", "Email", "");
        settings.text("DNS", "Denial", "");
        settings.required("DNS", "Zone");
        settings.warnOfUnknownKeys();
        assertEquals(
                List.of(
                        "test.conf:7: unknown key DNS.Colour",
                        "test.conf:7: unknown key DNS.Emial; did you mean DNS.Email?",
                        "test.conf:7: unknown key dsn.zone; did you mean DNS.Zone?"),
                problems.warnings());
    }

    @Test
    void aNumberIsWrittenInAscii() {
        assertEquals(60, settings(Map.of("DNS.TTL", "\u0669\u0660")).integer("DNS", "TTL", 60, 1, 86400));
        assertEquals(
                List.of("test.conf:7: [DNS] TTL must be a whole number in [1..86400]: '\u0669\u0660'"),
                problems.errors());
        assertThrows(IllegalArgumentException.class, () -> Durations.parse("\u0669\u0660s"));
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250ms", "60, 1m", "90, 90s", "15m, 15m", "6h, 6h", "48h, 2d", "0, 0s"})
    void readsAndWritesTimes(String given, String canonical) {
        assertEquals(canonical, Durations.format(Durations.parse(given)));
        assertEquals(Durations.parse(given), Durations.parse(canonical));
    }
}
