package org.isochrone.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Habits that every source file keeps, in main and in tests. */
class ConventionTest {
    /** Time is passed in, so that nobody has to wait for it. */
    private static final Pattern SLEEP = Pattern.compile("\\b(Thread|TimeUnit\\.\\w+)\\s*\\.\\s*sleep\\s*\\(");

    /** A test is mended or removed. */
    private static final Pattern DISABLED = Pattern.compile("@(Disabled)\\b");

    /** In some languages numbers have other digits, which neither files nor protocols of ours know. */
    private static final Pattern SOME_LANGUAGE =
            Pattern.compile("\\.formatted\\(|\\b(String\\.format|printf)\\(\\s*\"");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    @Test
    void everyPackageIsNullMarked() {
        List<Path> unmarked = Tree.javaFiles()
                .map(file -> file.resolveSibling("package-info.java"))
                .distinct()
                .filter(info -> !isNullMarked(info))
                .map(Tree.ROOT::relativize)
                .toList();
        assertEquals(List.of(), unmarked, "packages without a package-info.java that says @NullMarked");
    }

    @Test
    void nobodySleeps() {
        assertEquals(List.of(), filesWith(SLEEP), "pass the clock in, or wait for the event itself");
    }

    @Test
    void noTestIsDisabled() {
        assertEquals(List.of(), filesWith(DISABLED));
    }

    @Test
    void nothingIsWrittenInTheLanguageOfTheMachine() {
        List<Path> main = filesWith(SOME_LANGUAGE).stream()
                .filter(file -> file.toString().contains("src/main"))
                .toList();
        assertEquals(List.of(), main, "give String.format a locale");
    }

    @Test
    void thePatternsFindWhatTheyAreFor() {
        assertTrue(SLEEP.matcher("Thread." + "sleep(5)").find());
        assertTrue(SLEEP.matcher("TimeUnit.SECONDS." + "sleep(5)").find());
        assertFalse(SLEEP.matcher(code("// Thread." + "sleep(5)")).find());
        assertTrue(SOME_LANGUAGE.matcher("\"%d\".formatted(5)").find());
        assertTrue(SOME_LANGUAGE.matcher("String.format(\n    \"%d\", 5)").find());
        assertFalse(
                SOME_LANGUAGE.matcher("String.format(Locale.ROOT, \"%d\", 5)").find());
        assertTrue(DISABLED.matcher("@" + "Disabled(\"later\")").find());
    }

    /** A package is marked beside its main classes or beside its tests; javac refuses to have it in both. */
    private static boolean isNullMarked(Path info) {
        String path = info.toString();
        return Stream.of(path, path.replace("/src/test/", "/src/main/"))
                .map(Path::of)
                .anyMatch(file -> Files.exists(file) && code(Tree.read(file)).contains("@NullMarked"));
    }

    private static List<Path> filesWith(Pattern forbidden) {
        return Tree.javaFiles()
                .filter(file -> forbidden.matcher(code(Tree.read(file))).find())
                .map(Tree.ROOT::relativize)
                .toList();
    }

    private static String code(String source) {
        return COMMENT.matcher(source).replaceAll("");
    }
}
