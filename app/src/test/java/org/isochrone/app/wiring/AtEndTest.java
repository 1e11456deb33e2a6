package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.isochrone.steering.testkit.TestClasses;
import org.junit.jupiter.api.Test;

class AtEndTest {
    /** A daemon, as far as its end goes. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            AtEnd.run(() -> System.out.println("the last word"));
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void whoIsToldToEndHasTheLastWordAndDidNotFail() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        TestClasses.path(),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("ready", out.readLine());
            // Which leaves its output to be read.
            process.toHandle().destroy();
            assertEquals("the last word", out.readLine());
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }
}
