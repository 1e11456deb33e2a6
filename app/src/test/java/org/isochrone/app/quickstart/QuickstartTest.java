package org.isochrone.app.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.isochrone.app.fixture.Cli;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    @Test
    void everyClientGetsItsFastestZoneAlsoWithAZoneDown() {
        Cli.Result result =
                new Cli().with("PATH", System.getenv().getOrDefault("PATH", "")).run("quickstart", "--once");
        assertEquals(0, result.code(), result.out() + result.err());
        assertEquals(
                3, result.out().lines().filter(line -> line.startsWith("ok: ")).count(), result.out());
        assertTrue(result.out().contains("Berlin: fra -> "), result.out());
        assertEquals("", result.err());
    }
}
