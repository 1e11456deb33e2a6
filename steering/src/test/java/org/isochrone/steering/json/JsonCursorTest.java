package org.isochrone.steering.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.isochrone.steering.config.Problems;
import org.junit.jupiter.api.Test;

final class JsonCursorTest {
    private final Problems problems = new Problems();

    @Test
    void readsWhatFits() {
        JsonCursor root = cursor("{\"id\":\"x\",\"on\":\"true\",\"off\":false,\"n\":7,\"d\":-1.5,\"l\":[\"a\",\"b\"]}");
        assertEquals("x", root.requiredText("id"));
        assertTrue(root.flag("on", false));
        assertFalse(root.flag("off", true));
        assertTrue(root.flag("missing", true));
        assertEquals(7, root.find("n").orElseThrow().integer(1, 7));
        assertEquals(-1.5, root.find("d").orElseThrow().decimal(-2, 2));
        assertEquals(List.of("a", "b"), root.texts("l"));
        assertEquals(List.of(), root.texts("missing"));
        assertEquals(
                Set.of("n", "d"),
                root.without(Set.of("id", "on", "off", "l")).members().keySet());
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void notesEveryProblemWithItsPath() {
        JsonCursor root = cursor(
                "{\"map\":{\"groups\":[{\"is_master\":\"maybe\"},3]},\"n\":1.5,\"m\":1e99999,\"d\":91,\"t\":{}}");
        JsonCursor map = root.find("map").orElseThrow();
        map.items("groups").getFirst().flag("is_master", false);
        map.items("groups").getLast().object();
        root.find("n").orElseThrow().integer(1, 5);
        root.find("m").orElseThrow().integer(1, 5);
        root.find("d").orElseThrow().decimal(-90, 90);
        root.find("d").orElseThrow().items();
        root.text("t", "");
        root.requiredText("id");
        root.find("t").orElseThrow().parsed(Integer::parseInt);
        assertEquals(
                List.of(
                        "$.map.groups[0].is_master: must be true or false (or \"true\"/\"false\"): 'maybe'",
                        "$.map.groups[1]: must be an object: 3",
                        "$.n: must be a whole number in [1..5]: 1.5",
                        "$.m: must be a whole number in [1..5]: 1E+99999",
                        "$.d: must be a number in [-90..90]: 91",
                        "$.d: must be an array: 91",
                        "$.t: must be a string: {}",
                        "$.id: is missing",
                        "$.t: must be a string: {}"),
                problems.errors());
    }

    private JsonCursor cursor(String text) {
        return JsonCursor.root(JsonReader.parse(text), problems);
    }
}
