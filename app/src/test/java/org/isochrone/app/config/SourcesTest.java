package org.isochrone.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    @Test
    void everyProblemOfABrokenFileIsFoundInOnePass() throws IOException {
        Path file = write("""
                TTL = 60
                [DNS]
                Zone = example.test
                nonsense
                TTL = 60
                ttl = 30
                [DB
                Server = 127.0.0.1
                [Memcached]
                Po rt = 11211
                = 5
                """);
        read(file, Map.of());
        assertEquals(
                List.of(
                        file + ":1: 'TTL' stands before the first [Section]",
                        file + ":4: is neither [Section] nor Key = value nor a comment: 'nonsense'",
                        file + ":6: [DNS] ttl is given twice, first at line 5",
                        file + ":7: is no section header, which is [Name] of letters, digits, _ and -: '[DB'",
                        file + ":10: is no key, which is a word of letters, digits, _ and -: 'Po rt'",
                        file + ":11: is no key, which is a word of letters, digits, _ and -: ''"),
                problems.errors());
    }

    @Test
    void commentsBlanksQuotesAndForeignLineEndsAreUnderstood() throws IOException {
        Path file = write("\uFEFF# a comment\r\n; another\r\n\r\n [DB] \r\n Password = \" a#b;c=d \"\r\nUser=me\r\n");
        Map<String, Setting> values = read(file, Map.of());
        assertEquals(List.of(), problems.errors());
        assertEquals(new Setting(" a#b;c=d ", file + ":5"), values.get("db.password"));
        assertEquals("me", setting(values, "DB.User").value());
    }

    @Test
    void environmentBeatsTheFileAndSetBeatsBoth() throws IOException {
        Path file = write("[DNS]\nTTL = 10\nZone = a.test\n[DB]\nUser = me\n");
        Map<String, Setting> values = read(
                file,
                Map.of("ISOCHRONE_DNS_TTL", "20", "ISOCHRONE_DB_USER", "you", "ISOCHRONE_CONFIG", "x", "PATH", "/bin"),
                "DNS.TTL=30");
        assertEquals(List.of(), problems.errors());
        assertEquals(new Setting("30", "--set DNS.TTL"), values.get("DNS.TTL"));
        assertEquals(new Setting("you", "ISOCHRONE_DB_USER"), values.get("DB.User"));
        assertEquals(new Setting("a.test", file + ":3"), values.get("DNS.Zone"));
        assertEquals(3, values.size());
    }

    @Test
    void whatTheRelaysReadIsNoKey() throws IOException {
        Map<String, String> relays =
                Map.of("ISOCHRONE_PIPE_SOCKET", "/run/pipe.sock", "ISOCHRONE_REMOTE_SOCKET", "/run/remote.sock");
        assertEquals(Map.of(), read(write(""), relays));
    }

    @Test
    void aSetWithoutAKeyIsRefused() throws IOException {
        read(write(""), Map.of(), "TTL=30", "DNS.TTL");
        assertEquals(
                List.of("--set TTL=30: must be Section.Key=value", "--set DNS.TTL: must be Section.Key=value"),
                problems.errors());
    }

    @Test
    void theFileIsNamedByOptionElseVariableElseDefault() {
        assertEquals(
                Path.of("a"),
                sources(Optional.of(Path.of("a")), Map.of("ISOCHRONE_CONFIG", "b"))
                        .path());
        assertEquals(
                Path.of("b"),
                sources(Optional.empty(), Map.of("ISOCHRONE_CONFIG", "b")).path());
        assertEquals(Sources.DEFAULT_FILE, sources(Optional.empty(), Map.of()).path());
    }

    @Test
    void aFileThatWasAskedForMustBeThere() throws IOException {
        Path missing = folder.resolve("missing.conf");
        read(missing, Map.of());
        Path binary = folder.resolve("binary.conf");
        Files.write(binary, new byte[] {(byte) 0xC3, 0x28});
        read(binary, Map.of());
        assertEquals(
                List.of(missing + ": there is no such file", binary + ": is not text in UTF-8"), problems.errors());
    }

    @Test
    void ofAFileThatCannotBeReadNothingElseIsTold() {
        for (Path unusable : List.of(folder, folder.resolve("missing.conf"))) {
            Configuration.read(sources(Optional.of(unusable), Map.of()), problems);
        }
        assertEquals(
                List.of(
                        folder + ": cannot be read: Is a directory",
                        folder.resolve("missing.conf") + ": there is no such file"),
                problems.errors());
    }

    @Test
    void anotherProgramsVersionIsRefusedWithBothNamed() {
        ApplicationConfig seed = application(Map.of("Version", "1.2.0", "License", "da9cc627", "Debug", "true"));
        assertTrue(seed.debug());
        assertEquals(List.of(), problems.errors());
        application(Map.of("Version", "9.9.9"));
        assertEquals(
                List.of("f:1: [Application] Version must be this program's " + ProgramVersion.text()
                        + ", or 1.2.0 for a file of low-latency-pdns-plugin: '9.9.9'"),
                problems.errors());
    }

    @Test
    void httpListensOnLoopbackUnlessToldOtherwise() {
        assertEquals("Optional[/127.0.0.1:8053]", http("").listen().toString());
        assertEquals("Optional[/[0:0:0:0:0:0:0:1]:0]", http("[::1]:0").listen().toString());
        assertEquals(Optional.empty(), http("off").listen());
        http("127.0.0.1:65536");
        http("localhost");
        assertEquals(2, problems.errors().size());
        assertEquals(
                "f:1: [Http] Listen must be ADDRESS:PORT with a port in [0..65535], 0 for any that is free, or off:"
                        + " '127.0.0.1:65536'",
                problems.errors().get(0));
    }

    private HttpConfig http(String listen) {
        return HttpConfig.from(new Settings(Map.of("Http.Listen", new Setting(listen, "f:1")), problems));
    }

    private ApplicationConfig application(Map<String, String> keys) {
        Map<String, Setting> values = new HashMap<>();
        keys.forEach((key, value) -> values.put("Application." + key, new Setting(value, "f:1")));
        return ApplicationConfig.from(new Settings(values, problems));
    }

    private static Setting setting(Map<String, Setting> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "isochrone", ".conf"), text);
    }

    private Map<String, Setting> read(Path file, Map<String, String> environment, String... sets) {
        return new Sources(Optional.of(file), environment, List.of(sets)).read(problems);
    }

    private static Sources sources(Optional<Path> file, Map<String, String> environment) {
        return new Sources(file, environment, List.of());
    }
}
