package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher builds, with a checkout, a JDK and a Maven that only look like ones. */
class LauncherTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void checkout() throws IOException {
        write("home/isochrone", Files.readString(root().resolve("isochrone")));
        write("home/pom.xml", "<project/>");
        for (String module : List.of("steering", "sql", "probe", "pdns-plugin", "cron", "app")) {
            write("home/" + module + "/pom.xml", "<project/>");
            write("home/" + module + "/src/main/java/A.java", "class A {}");
        }
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        write("jdk/bin/java", "#!/bin/sh\n");
        write("jdk/bin/javac", "#!/bin/sh\n");
        write("bin/mvn", """
                #!/bin/sh
                echo build >>'%1$s/builds'
                mkdir -p '%1$s/home/app/target/isochrone/lib'
                cat '%1$s'/home/*/src/main/java/A.java >'%1$s/home/app/target/isochrone/lib/isochrone-app.jar'
                """.formatted(folder));
    }

    @Test
    void onlySourcesThatDifferFromTheBuildAreBuiltAnew() throws Exception {
        run();
        assertEquals(1, builds());
        run();
        assertEquals(1, builds(), "nothing has changed");
        everythingIsNew();
        run();
        assertEquals(1, builds(), "a copy is the same");
        write("home/cron/src/main/java/A.java", "class A { int b; }");
        everythingIsNew();
        run();
        assertEquals(2, builds(), "a source has changed");
        write("home/app/target/isochrone/lib/isochrone-app.jar", "made by somebody else");
        everythingIsNew();
        run();
        assertEquals(3, builds(), "what is built is not what the sources say");
    }

    /** As after {@code cp -r}: all times are of now, sources last. */
    private void everythingIsNew() throws IOException {
        Instant later = Instant.now().plusSeconds(3600L * (builds() + 1));
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("home"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            boolean built = file.toString().contains("/target/");
            Files.setLastModifiedTime(file, FileTime.from(built ? later : later.plusSeconds(1)));
        }
    }

    private void run() throws Exception {
        ProcessBuilder launcher =
                new ProcessBuilder(folder.resolve("home/isochrone").toString(), "--help");
        launcher.environment().put("ISOCHRONE_JAVA_HOME", folder.resolve("jdk").toString());
        launcher.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = launcher.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("test.sh"))
                ? here
                : here.resolveSibling(".").normalize();
    }
}
