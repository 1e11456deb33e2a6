package org.isochrone.app.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.isochrone.app.fixture.Cli;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    @Test
    void everyClientGetsItsFastestZoneAlsoWithAZoneDown() {
        Cli.Result result =
                new Cli().with("PATH", System.getenv().getOrDefault("PATH", "")).run("quickstart", "--once", "--json");
        assertEquals(0, result.code(), result.out() + result.err());
        assertEquals(
                3, result.err().lines().filter(line -> line.startsWith("ok: ")).count(), result.err());
        assertTrue(result.err().contains("Berlin: fra -> "), result.err());
        String settings = """
                launch=remote
                remote-connection-string=unix:path=/run/isochrone/remote.sock,timeout=1000
                """;
        assertTrue(result.err().contains(settings.indent(2)), "one a line, as pdns.conf wants it: " + result.err());
        assertFalse(result.err().contains("ERROR"), result.err());
        assertTrue(result.out().startsWith("{\n"), result.out());
        assertTrue(result.out().contains("\"right\": true"), result.out());
    }
}
