package org.isochrone.steering.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.testkit.FuzzInputs;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.TopologyJson;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any text is refused with line and column, or read as a value that is written and read again as the same. As a
 * topology it is refused with problems, or read, written and read as the same.
 */
class JsonFuzzTest {
    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("json", JsonFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one document. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Json value;
        try {
            value = JsonReader.parse(text);
        } catch (InvalidInputException e) {
            assertEquals(1, e.problems().size());
            assertTrue(e.problems().getFirst().matches("(?s)line \\d+, column \\d+: .+"), e.getMessage());
            return;
        }
        assertEquals(value, JsonReader.parse(JsonWriter.write(value)));
        assertEquals(value, JsonReader.parse(JsonWriter.writePretty(value)));
        assertFalse(JsonWriter.write(value).contains("\n"), "one line");
        topology(text);
    }

    private static void topology(String text) {
        Topology topology;
        try {
            topology = TopologyJson.decode(text);
        } catch (InvalidInputException e) {
            assertFalse(e.problems().isEmpty());
            return;
        }
        assertEquals(topology, TopologyJson.decode(TopologyJson.encode(topology)));
    }
}
