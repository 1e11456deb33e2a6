package org.isochrone.steering.map;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Realm ids as parts of file names and of keys elsewhere, where not every character is legal. */
public final class RealmKey {
    private static final int MAX_LENGTH = 150;

    private RealmKey() {}

    /**
     * Returns the id with each byte but {@code A-Z a-z 0-9 _ -} as {@code %XX}; a long one as its SHA-256. Different
     * ids have different keys, but for letters that a file system holds equal.
     */
    public static String of(String realmId) {
        StringBuilder key = new StringBuilder();
        byte[] bytes = realmId.getBytes(StandardCharsets.UTF_8);
        for (byte part : bytes) {
            boolean plain = (part >= 'a' && part <= 'z')
                    || (part >= 'A' && part <= 'Z')
                    || (part >= '0' && part <= '9')
                    || part == '-'
                    || part == '_';
            if (plain) {
                key.append((char) part);
            } else {
                key.append('%').append(HexFormat.of().withUpperCase().toHexDigits(part));
            }
        }
        return key.length() <= MAX_LENGTH ? key.toString() : sha256(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
