package org.isochrone.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.probe.health.HealthConfig;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeConfigTest {
    private final Map<String, Setting> given = new HashMap<>();
    private final Problems problems = new Problems();

    private Settings settings(String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put(keysAndValues[i], new Setting(keysAndValues[i + 1], "test.conf line " + (i / 2 + 1)));
        }
        return new Settings(given, problems);
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        ProbeConfig config = ProbeConfig.from(settings());
        assertEquals(List.of(), problems.errors());
        assertFalse(config.peer().isEmpty());
        assertEquals("", config.zone());
        assertEquals(Duration.ofMinutes(15), config.interval());
        assertEquals(new BurstShape(3, Duration.ofMillis(200), Duration.ofSeconds(1)), config.shape());
        assertEquals(new PaceLimits(100, 2), config.pace());
        assertFalse(config.allowReserved());
        assertEquals(SourceAddresses.ANY, config.source());
        assertEquals(Optional.empty(), config.exclusions());
        assertEquals(". NS", config.question().toString());
        assertEquals("Isochrone latency probe", config.contact());
        assertEquals(256L * 1024 * 1024, config.spoolBytes());
        assertEquals(HealthConfig.DEFAULT, HealthConfig.from(settings()));
    }

    @Test
    void readsEveryKey() {
        ProbeConfig config = ProbeConfig.from(settings(
                "Probe.Peer", "fra-1",
                "Probe.Zone", "fra",
                "Probe.Interval", "30s",
                "Probe.ProbeSpacing", "0",
                "Probe.Timeout", "300ms",
                "Probe.PacketsPerSecond", "10000",
                "Probe.BurstsPerPrefixMinute", "10",
                "Probe.AllowReserved", "true",
                "Probe.SourceAddress", "127.0.0.5, ::1",
                "Probe.ExclusionFile", "/etc/isochrone/exclude",
                "Probe.DnsQuestion", "example.com. soa",
                "Probe.Contact", "https://probe.example/ noc@probe.example",
                "Probe.SpoolSize", "2G"));
        assertEquals(List.of(), problems.errors());
        assertEquals("fra-1", config.peer());
        assertEquals("fra", config.zone());
        assertEquals(new BurstShape(3, Duration.ZERO, Duration.ofMillis(300)), config.shape());
        assertEquals(new PaceLimits(10_000, 10), config.pace());
        assertTrue(config.allowReserved());
        assertEquals(Optional.of(IpAddress.parse("127.0.0.5")), config.source().ipv4());
        assertEquals(Optional.of(IpAddress.parse("::1")), config.source().ipv6());
        assertEquals(Optional.of(Path.of("/etc/isochrone/exclude")), config.exclusions());
        assertEquals("example.com. SOA", config.question().toString());
        assertEquals("https://probe.example/ noc@probe.example", config.contact());
        assertEquals(2L << 30, config.spoolBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "https://probe.example/, true",
        "Questions? mailto:noc@probe.example, true",
        "Isochrone latency probe, false",
        "http://, false",
        "probe.example, false"
    })
    void whomAPeerProbesFindsAUrlInIt(String contact, boolean legal) {
        ProbeConfig.from(settings("Probe.Contact", contact, "Probe.Zone", "fra"));
        assertEquals(
                legal
                        ? List.of()
                        : List.of(
                                "test.conf line 1: [Probe] Contact must hold a URL (http://, https:// or mailto:) for those who are"
                                        + " probed: '" + contact + "'"),
                problems.errors());
    }

    @Test
    void aPeerThatNamesNobodyToWriteToIsRefusedWhateverElseIsConfigured() {
        String refused =
                "[Probe] Contact: is missing: it must hold a URL (http://, https:// or mailto:) for those who are probed";
        ProbeConfig.from(settings("Probe.Zone", "fra"));
        assertEquals(List.of(refused), problems.errors());
        // The test switch adds private space to the public Internet, and takes nothing away.
        ProbeConfig.from(settings("Probe.AllowReserved", "yes"));
        assertEquals(List.of(refused, refused), problems.errors());
    }

    @ParameterizedTest
    @CsvSource({
        "Probe.Peer, a/b, '1 to 64 letters, digits, dots, hyphens or underscores'",
        "Probe.Interval, 0, a time in [1s..7d]",
        "Probe.ProbeSpacing, 199ms, a time in [200ms..10s]",
        "Probe.PacketsPerSecond, 10001, a whole number in [1..10000]",
        "Probe.BurstsPerPrefixMinute, 0, a whole number in [1..10]",
        "Probe.SourceAddress, '10.0.0.1,10.0.0.2', 'an address of this machine, or one of each family'",
        "Probe.DnsQuestion, NS, 'NAME TYPE'",
        "Probe.Contact, Zürich, 1 to 128 printable US-ASCII characters",
        "Probe.SpoolSize, 1023K, a size in [1MiB..64GiB]",
        "Probe.SpoolSize, 65G, a size in [1MiB..64GiB]"
    })
    void saysWhereWhatAndTheRange(String key, String value, String legal) {
        ProbeConfig.from(settings(key, value));
        assertEquals(1, problems.errors().size(), problems.errors().toString());
        String error = problems.errors().getFirst();
        assertTrue(error.startsWith("test.conf line 1: [Probe] " + key.substring(6)), error);
        assertTrue(error.contains(legal) && error.contains("'" + value + "'"), error);
    }

    @Test
    void healthChecksMayNotOutlastTheirInterval() {
        HealthConfig.from(settings("Health.Interval", "1s", "Health.Timeout", "2s", "Health.Fall", "0"));
        assertEquals(2, problems.errors().size(), problems.errors().toString());
        assertTrue(problems.errors().getFirst().contains("must be at most [Health] Interval"));
    }
}
