package org.isochrone.steering.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DnsNamesTest {
    @Test
    void caseAndOneTrailingDotMeanNothing() {
        assertEquals("rgw_1.example.com", DnsNames.canonical("RGW_1.Example.com."));
        assertEquals("*.example.com", DnsNames.canonicalOrWildcard("*.Example.com"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rgw1|must have at least two labels",
                "``|a label is empty",
                "a..b|a label is empty",
                "a.b..|a label is empty",
                "192.0.2.1|the last label must not be a number",
                "-a.b|label '-a' must not begin or end with '-'",
                "a b.c|label 'a b' may hold a-z, 0-9, '-' and '_' only",
                "a.*.b|label '*' may hold a-z, 0-9",
                "*.a.b|label '*' may hold a-z, 0-9",
                "bücher.example|label 'bücher' may hold"
            })
    void saysWhatIsWrong(String text, String why) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> DnsNames.canonical(text))
                .getMessage());
        assertTrue(message.startsWith("not a DNS name: '" + text + "': " + why), message);
    }

    @Test
    void lengthsAreLimited() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertEquals(longest, DnsNames.canonical(longest));
        assertThrows(IllegalArgumentException.class, () -> DnsNames.canonical(longest + "a"));
        assertThrows(IllegalArgumentException.class, () -> DnsNames.canonical("a" + label + ".b"));
        assertThrows(IllegalArgumentException.class, () -> DnsNames.canonicalOrWildcard("*."));
    }
}
