package org.isochrone.pdns.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

class DnsNamesTest {
    @Test
    void equalNamesAreEqualTexts() {
        assertEquals(Optional.of("www.example.com"), DnsNames.canonical("WWW.example.COM."));
        assertEquals(Optional.of("www.example.com"), DnsNames.canonical("\\119ww.example.com"));
        assertEquals(Optional.of("a\\046b.example.com"), DnsNames.canonical("a\\.b.example.com"));
        assertEquals(Optional.of("a\\032\\092b"), DnsNames.canonical("a\\032\\\\b"));
        assertEquals(Optional.of(""), DnsNames.canonical("."));
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String text : List.of(
                "",
                "..",
                ".a",
                "a..b",
                "a\\",
                "a\\2",
                "a\\25",
                "a\\256",
                "a\\2x5",
                "x".repeat(64),
                ("x".repeat(63) + ".").repeat(4),
                "\u20ac")) {
            assertEquals(Optional.empty(), DnsNames.canonical(text), text);
        }
        assertTrue(DnsNames.canonical(("x".repeat(63) + ".").repeat(3) + "x".repeat(61))
                .isPresent());
        assertFalse(DnsNames.canonical(("x".repeat(63) + ".").repeat(3) + "x".repeat(62))
                .isPresent());
    }

    @Test
    void withinCountsLabelsNotCharacters() {
        assertTrue(DnsNames.within("a.b", "a.b"));
        assertTrue(DnsNames.within("x.a.b", "a.b"));
        assertFalse(DnsNames.within("xa.b", "a.b"));
        assertFalse(DnsNames.within("b", "a.b"));
        assertTrue(DnsNames.within("b", ""));
    }

    /** The library that the listener uses is the oracle: the same texts are names, and equal where it says so. */
    @Test
    void agreesWithTheLibrary() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts =
                List.of("a", "B", "-", "*", ".", "\\.", "\\\\", "\\032", "\\200", "\\0", "\\x", "_", "x".repeat(30));
        for (int i = 0; i < 50_000; i++) {
            String text = random.ints(1 + random.nextInt(12), 0, parts.size())
                    .mapToObj(parts::get)
                    .collect(Collectors.joining());
            Optional<Name> expected = name(text);
            Optional<String> canonical = DnsNames.canonical(text);
            String message = "seed " + seed + ": " + text;
            assertEquals(expected.isPresent(), canonical.isPresent(), message);
            // the root has no text of its own: it is what is left of "." without its dot
            canonical.filter(found -> !found.isEmpty()).ifPresent(found -> {
                assertEquals(expected, name(found), message);
                assertEquals(canonical, DnsNames.canonical(found), message);
            });
        }
    }

    private static Optional<Name> name(String text) {
        try {
            return Optional.of(Name.fromString(text, Name.root)).filter(found -> !text.isEmpty());
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }
}
