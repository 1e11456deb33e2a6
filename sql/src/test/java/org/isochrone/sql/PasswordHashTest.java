package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** As {@code openssl passwd -5 -salt saltstring 'Hello world!'} prints it. */
    @Test
    void shaCryptIsAsItsDescriptionHasIt() {
        assertEquals(
                "5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
                PasswordHash.shaCrypt(bytes("Hello world!"), bytes("saltstring")));
    }

    /** A password of MySQL 8 that hashcat gives as its example, with any bytes in the salt. */
    @Test
    void aSaltMayBeLongerThanInOtherPrograms() {
        byte[] salt = HexFormat.of().parseHex("F9CC98CE08892924F50A213B6BC571A2C11778C5");
        assertEquals(
                "625479393559393965414D45316477456B484F41316E64484742577A2E3162785353526B7554584647562F",
                HexFormat.of().withUpperCase().formatHex(bytes(PasswordHash.shaCrypt(bytes("hashcat"), salt))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void mySqlsHasASaltOfTwentyCharacters() {
        String salt = PasswordHash.salt(new Random(1));
        String hash = PasswordHash.mySql("secret", salt);
        assertTrue(hash.matches("\\$A\\$005\\$[./0-9A-Za-z]{63}") && hash.contains(salt), hash);
    }

    @Test
    void mariaDbsIsWhatTheServerMakesOfIt() {
        String made = MariaDbServer.shared().execute("", "SELECT PASSWORD('it''s a \"secret\" ü')");
        assertEquals(
                PasswordHash.mariaDb("it's a \"secret\" ü"),
                made.lines().toList().getLast());
    }
}
