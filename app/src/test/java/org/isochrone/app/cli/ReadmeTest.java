package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.app.fixture.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What READMEs tell people to type is understood. */
class ReadmeTest {
    private static final Path ROOT = root();
    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w*)\n(.*?)```");

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path readme : readmes()) {
            blocks(readme, "")
                    .flatMap(String::lines)
                    .map(line -> line.replaceAll("\\s+#.*", "").strip())
                    .filter(line -> line.matches("(\\./)?isochrone .*"))
                    .map(line -> line.replaceFirst("^(\\./)?isochrone ", ""))
                    .forEach(commands::add);
        }
        return commands.stream().distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anExampleIsUnderstood(String command) {
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false);
        Isochrone.understand(new Context(console, Map.of(), InstantSource.system()), command.split("\\s+", -1));
    }

    @Test
    void theExampleConfigurationIsInOrder() throws IOException {
        List<String> examples = blocks(ROOT.resolve("app/README.md"), "ini").toList();
        assertEquals(1, examples.size());
        Path file = Files.writeString(folder.resolve("example.conf"), examples.getFirst());
        Cli.Result checked = new Cli().run("config", "check", "--config", file.toString());
        assertEquals(file + " is in order\n", checked.out());
    }

    @Test
    void theReadmesHaveExamples() throws IOException {
        assertTrue(commands().count() > 20, "commands found");
    }

    private static List<Path> readmes() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return Stream.concat(Stream.of(ROOT), folders.filter(Files::isDirectory))
                    .map(each -> each.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> blocks(Path readme, String language) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(readme));
        return matcher
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList()
                .stream();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("test.sh"))
                ? here
                : here.resolveSibling(".").normalize();
    }
}
