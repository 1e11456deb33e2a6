package org.isochrone.steering.map;

import org.isochrone.steering.prefix.IpFamily;

/**
 * Prefixes in order, each by its distance from the one before:
 *
 * <pre>
 * prefix = number(gap)                             ; same length as the prefix before, gap &gt; 0, at most 64 bits long
 *        | 0 byte(length) number(gap)              ; any other of at most 64 bits
 *        | 0 byte(length) number(gap) number(rest) ; longer than 64 bits
 * </pre>
 *
 * {@code gap} is how many prefixes of this length (of 64, for longer ones) lie between the networks of the two.
 * {@code rest} is the same in the lower 64 bits, from zero unless {@code gap} is. The first prefix follows a network of
 * zeros of the leaf length. For one thread.
 */
final class PrefixCodec {
    private static final int HALF = 64;

    private final IpFamily family;
    private long high;
    private long low;
    private int length;

    PrefixCodec(IpFamily family) {
        this.family = family;
        this.length = family.leafLength();
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int length() {
        return length;
    }

    void write(long nextHigh, long nextLow, int nextLength, ByteWriter to) {
        long gap = units(nextHigh, nextLength) - units(high, nextLength);
        if (nextLength != length || gap == 0 || nextLength > HALF) {
            to.number(0);
            to.put(nextLength);
        }
        to.number(gap);
        if (nextLength > HALF) {
            to.number(units(nextLow, nextLength - HALF) - (gap == 0 ? units(low, nextLength - HALF) : 0));
        }
        high = nextHigh;
        low = nextLow;
        length = nextLength;
    }

    /** Reads the next prefix, which then stands in {@link #high}, {@link #low} and {@link #length}. */
    void read(ByteReader from) {
        long gap = from.bits();
        boolean told = gap == 0;
        int before = length;
        if (told) {
            length = from.next();
            if (length > family.bits()) {
                throw from.damaged("no prefix of " + family + " has length " + length);
            }
            gap = from.bits();
        }
        if (told == (length == before && gap != 0 && length <= HALF)) {
            throw from.damaged("a length stands where it need not, or is missing");
        }
        high = after(high, gap, length, from);
        if (length > HALF) {
            low = after(gap == 0 ? low : 0, from.bits(), length - HALF, from);
        } else {
            low = 0;
        }
    }

    /** Returns the half of an address that lies {@code gap} prefixes behind another. */
    private static long after(long half, long gap, int length, ByteReader from) {
        int bits = Math.min(length, HALF);
        long before = units(half, bits);
        long units = before + gap;
        long most = bits == HALF ? -1 : (1L << bits) - 1;
        if (Long.compareUnsigned(units, before) < 0 || Long.compareUnsigned(units, most) > 0) {
            throw from.damaged("a prefix lies behind the last address");
        }
        return bits == 0 ? 0 : units << (HALF - bits);
    }

    /** Returns how many prefixes of a length lie before that of an address, in this half of it. */
    private static long units(long half, int length) {
        return length == 0 ? 0 : half >>> (HALF - Math.min(length, HALF));
    }
}
