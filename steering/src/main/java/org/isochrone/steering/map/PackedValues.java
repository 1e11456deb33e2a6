package org.isochrone.steering.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers that are not negative, each with as many bits as the largest of them needs: what is looked up at random
 * should lie in few cache lines. Immutable, safe for any thread.
 */
final class PackedValues {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes; // and a long's worth behind the last
    private final int width;
    private final long mask;
    private final int size;

    PackedValues(int[] values) {
        int all = 0;
        for (int value : values) {
            all |= value;
        }
        size = values.length;
        width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(all));
        mask = (1L << width) - 1;
        bytes = new byte[Math.toIntExact(((long) size * width + Byte.SIZE - 1) / Byte.SIZE + Long.BYTES)];
        for (int i = 0; i < size; i++) {
            long bit = (long) i * width;
            int at = (int) (bit >>> 3);
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) | (long) values[i] << (bit & 7));
        }
    }

    int size() {
        return size;
    }

    int get(int i) {
        long bit = (long) i * width;
        return (int) ((long) LONGS.get(bytes, (int) (bit >>> 3)) >>> (bit & 7) & mask);
    }

    /** Returns the bytes that it takes. */
    long bytes() {
        return bytes.length;
    }
}
