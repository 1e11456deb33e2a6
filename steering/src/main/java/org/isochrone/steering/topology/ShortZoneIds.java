package org.isochrone.steering.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The 32-bit zone numbers that RGW derives from zone ids and lists in a period. */
final class ShortZoneIds {
    private ShortZoneIds() {}

    /** Returns the first four bytes of the id's MD5, little-endian, unsigned; 1 instead of 0, which means none. */
    static long of(String zoneId) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(zoneId.getBytes(StandardCharsets.UTF_8));
            int number = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getInt();
            return Math.max(1, Integer.toUnsignedLong(number));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has MD5", e);
        }
    }
}
