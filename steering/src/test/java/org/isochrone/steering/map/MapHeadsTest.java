package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class MapHeadsTest {
    private static final MapHead HEAD =
            new MapHead(new MapVersion("r \"1\"", 2, "p", 3, 17), RandomMaps.CREATED, "ab".repeat(32), 48_211);

    @Test
    void whatIsWrittenIsReadBackEqual() {
        assertEquals(HEAD, MapHeads.decode(MapHeads.encode(HEAD)));
        assertEquals(
                "{\"format\":1,\"realm_id\":\"r \\\"1\\\"\",\"realm_epoch\":2,\"period_id\":\"p\",\"period_epoch\":3,"
                        + "\"serial\":17,\"created_at\":1772366400,\"hash\":\"" + "ab".repeat(32)
                        + "\",\"size\":48211}",
                MapHeads.encode(HEAD));
    }

    @Test
    void everythingWrongIsTold() {
        String text = MapHeads.encode(HEAD)
                .replace("\"serial\":17", "\"serial\":-1")
                .replace("abab", "ABAB")
                .replace("48211", "0");
        assertEquals(
                "the head is damaged: $.serial: must be a whole number in [0..9223372036854775807]: -1; $.hash: must be"
                        + " 64 lower-case hex digits: '" + "AB".repeat(32)
                        + "'; $.size: must be a whole number in [1..2147483647]: 0",
                refusal(text));
        assertTrue(refusal("nonsense").startsWith("the head is damaged: line 1, column"), refusal("nonsense"));
        assertTrue(refusal("[]").startsWith("the head is damaged: $: must be an object"), refusal("[]"));
    }

    @Test
    void realmKeysAreSafeAndDiffer() {
        assertEquals("0a68d52e-a19c-4e8e", RealmKey.of("0a68d52e-a19c-4e8e"));
        assertEquals("%2E%2E%2Fx%20%C3%BC%25", RealmKey.of("../x ü%"));
        assertEquals(64, RealmKey.of("x".repeat(151)).length());
    }

    private static String refusal(String text) {
        return String.valueOf(assertThrows(MapChannelException.class, () -> MapHeads.decode(text))
                .getMessage());
    }
}
