package org.isochrone.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What a server keeps of a password, so that SQL which sets one need not hold it.
 *
 * <ul>
 *   <li>MariaDB, {@code mysql_native_password}: an asterisk and the SHA-1 of the SHA-1, in hex.
 *   <li>MySQL 8, {@code caching_sha2_password}: {@code $A$005$}, 20 characters of salt, and the 43 of <a
 *       href="https://www.akkadia.org/drepper/SHA-crypt.txt">SHA-crypt</a> with SHA-256 and 5000 rounds, whose steps
 *       are numbered below as there.
 * </ul>
 */
final class PasswordHash {
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SALT = 20;
    private static final int ROUNDS = 5000;
    private static final int SIZE = 32;

    private PasswordHash() {}

    /** Returns what MariaDB keeps. */
    static String mariaDb(String password) {
        byte[] once = digest("SHA-1").digest(bytes(password));
        return "*" + HexFormat.of().formatHex(digest("SHA-1").digest(once)).toUpperCase(Locale.ROOT);
    }

    /** Returns what MySQL 8 keeps. */
    static String mySql(String password, String salt) {
        return "$A$005$" + salt + shaCrypt(bytes(password), bytes(salt));
    }

    /** Returns a new salt for {@link #mySql}. */
    static String salt(RandomGenerator random) {
        StringBuilder salt = new StringBuilder();
        for (int i = 0; i < SALT; i++) {
            salt.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return salt.toString();
    }

    /** Returns SHA-crypt's 43 characters. */
    static String shaCrypt(byte[] key, byte[] salt) {
        MessageDigest sha = digest("SHA-256");
        byte[] b = sha256(sha, key, salt, key); // 4 to 8
        sha.update(key); // 1 to 3
        sha.update(salt);
        sha.update(repeated(b, key.length)); // 9, 10
        for (int bits = key.length; bits > 0; bits >>= 1) { // 11
            sha.update((bits & 1) == 1 ? b : key);
        }
        byte[] a = sha.digest(); // 12
        for (int i = 0; i < key.length; i++) { // 13 to 15
            sha.update(key);
        }
        byte[] p = repeated(sha.digest(), key.length); // 16
        for (int i = 0; i < 16 + (a[0] & 0xff); i++) { // 17 to 19
            sha.update(salt);
        }
        byte[] s = repeated(sha.digest(), salt.length); // 20
        for (int round = 0; round < ROUNDS; round++) { // 21
            sha.update(round % 2 == 1 ? p : a);
            if (round % 3 != 0) {
                sha.update(s);
            }
            if (round % 7 != 0) {
                sha.update(p);
            }
            sha.update(round % 2 == 1 ? a : p);
            a = sha.digest();
        }
        return encoded(a); // 22
    }

    private static byte[] sha256(MessageDigest sha, byte[]... parts) {
        for (byte[] part : parts) {
            sha.update(part);
        }
        return sha.digest();
    }

    private static byte[] repeated(byte[] digest, int length) {
        byte[] sequence = new byte[length];
        for (int i = 0; i < length; i++) {
            sequence[i] = digest[i % SIZE];
        }
        return sequence;
    }

    /** Three bytes at a time, ten places apart, low bits first. */
    private static String encoded(byte[] digest) {
        StringBuilder text = new StringBuilder();
        int[] at = {0, 10, 20};
        for (int group = 0; group < 10; group++) {
            append(text, digest[at[0]], digest[at[1]], digest[at[2]], 4);
            at = new int[] {at[2] + 1, at[0] + 1, at[1] + 1};
        }
        append(text, (byte) 0, digest[31], digest[30], 3);
        return text.toString();
    }

    private static void append(StringBuilder text, byte high, byte middle, byte low, int characters) {
        int bits = ((high & 0xff) << 16) | ((middle & 0xff) << 8) | (low & 0xff);
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt((bits >> (6 * i)) & 63));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
