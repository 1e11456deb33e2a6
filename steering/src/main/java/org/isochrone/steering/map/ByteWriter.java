package org.isochrone.steering.map;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow. For one thread. */
final class ByteWriter {
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

    void put(ByteWriter other) {
        grow(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
    }

    /** Puts an unsigned number, seven bits a byte, the lowest first; the top bit says that more follow. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** Puts a signed number so that small ones are short: 0, -1, 1, -2 … become 0, 1, 2, 3 …. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        put(utf8);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
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
