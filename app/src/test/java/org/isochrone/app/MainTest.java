package org.isochrone.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void helpAndVersionAreDoneAndAnUnknownOptionIsWrongUsage() {
        assertEquals(0, Main.run("--help"));
        assertEquals(0, Main.run("--version"));
        assertEquals(2, Main.run("--no-such-option"));
    }
}
