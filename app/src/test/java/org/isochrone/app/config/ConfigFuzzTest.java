package org.isochrone.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.app.rgwpdns.RgwPdnsConf;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any file is read as each of the four that there are: our own configuration, the two of low-latency-pdns-plugin, and
 * that of Ceph's backend. What is wrong is told with its place and without passwords, and what was read is the same
 * when it is written down and read again.
 */
class ConfigFuzzTest {
    private static final Path FILE = file();
    private static final Path MISSING = FILE.resolveSibling("missing");

    /** A shorter one may stand in a message by chance. */
    private static final int SECRET = 6;

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("config", ConfigFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one file. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        ini(text);
        shell(text);
        try {
            Files.write(FILE, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Problems own = new Problems();
        Configuration.read(
                new Sources(Optional.of(FILE), Map.of("ISOCHRONE_SYSCONFIG", FILE.toString()), List.of()), own);
        placed(own.errors());
        Problems plugin = new Problems();
        Configuration.read(
                new Sources(Optional.empty(), Map.of(), List.of(), new Sources.Places(MISSING, FILE, FILE)), plugin);
        placed(plugin.errors());
        try {
            RgwPdnsConf.read(FILE, new Problems());
        } catch (InvalidInputException e) {
            placed(e.problems());
        }
    }

    private static void ini(String text) {
        Problems problems = new Problems();
        Map<String, Setting> values = IniFile.parse("f", text, problems);
        told(problems, values, text);
        if (!problems.errors().isEmpty()) {
            return;
        }
        String again = values.entrySet().stream()
                .map(entry -> "[" + entry.getKey().replaceFirst("\\..*", "") + "]\n"
                        + entry.getKey().replaceFirst("[^.]*\\.", "") + " = \""
                        + entry.getValue().value() + "\"\n")
                .collect(Collectors.joining());
        Problems none = new Problems();
        assertEquals(words(values), words(IniFile.parse("f", again, none)));
        assertEquals(List.of(), none.errors());
    }

    private static Map<String, String> words(Map<String, Setting> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
    }

    private static void shell(String text) {
        Problems problems = new Problems();
        Map<String, ShellFile.Value> values = ShellFile.parse("f", text, problems);
        told(problems, PluginSysconfig.read("f", text, new Problems()), text);
        String again = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=("
                        + entry.getValue().words().stream()
                                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                                .collect(Collectors.joining("\n"))
                        + ")\n")
                .collect(Collectors.joining());
        Problems none = new Problems();
        Map<String, ShellFile.Value> read = ShellFile.parse("f", again, none);
        assertEquals(List.of(), none.errors());
        assertEquals(values.keySet(), read.keySet());
        values.forEach((name, value) -> assertEquals(
                value.words(), Optional.ofNullable(read.get(name)).orElseThrow().words()));
    }

    private static void told(Problems problems, Map<String, Setting> values, String text) {
        Stream.of(problems.errors(), problems.warnings()).flatMap(List::stream).forEach(problem -> {
            assertTrue(problem.matches("(?s)f:\\d+: .+"), problem);
            values.forEach((key, setting) -> {
                String value = setting.value();
                boolean secret = Secrets.isSecret(key) && value.length() >= SECRET;
                assertFalse(secret && once(value, text) && problem.contains(value), problem);
            });
        });
    }

    /** Whoever quotes another line may say the same with a mark of his own in front of it. */
    private static boolean once(String value, String text) {
        String bare = value.replaceFirst("^'", "");
        return text.indexOf(bare) == text.lastIndexOf(bare);
    }

    private static void placed(List<String> problems) {
        problems.forEach(problem -> assertTrue(problem.contains(": "), problem));
    }

    private static Path file() {
        try {
            Path folder = Files.createTempDirectory("isochrone-fuzz");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("latency.pdns.plugin.conf");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
