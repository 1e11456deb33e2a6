package org.isochrone.steering.map;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow. For one thread. */
final class ByteWriter {
    /** Bytes of the longest number. */
    private static final int MAX_NUMBER = 10;

    private byte[] bytes = new byte[1024];
    private int size;

    void put(int value) {
        grow(1);
        bytes[size++] = (byte) value;
    }

    void put(byte[] values) {
        grow(values.length);
        System.arraycopy(values, 0, bytes, size, values.length);
        size += values.length;
    }

    /** Puts an unsigned number, seven bits a byte, the lowest first; the top bit says that more follow. */
    void number(long value) {
        grow(MAX_NUMBER);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        put(utf8);
    }

    int size() {
        return size;
    }

    /** Puts the bytes written so far at {@code offset} of an array. */
    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, size);
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a map must be less than 2 GiB");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
    }
}
