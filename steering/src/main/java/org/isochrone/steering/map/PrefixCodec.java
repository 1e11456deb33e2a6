package org.isochrone.steering.map;

import org.isochrone.steering.prefix.IpFamily;

/**
 * Prefixes in order, each as what differs from the one before:
 *
 * <pre>
 * prefix  = number(length &lt;&lt; k | shared) byte*   ; k = 2 for IPv4, 4 for IPv6
 * </pre>
 *
 * {@code shared} is how many leading bytes of the network equal those of the network before (of zero, for the first);
 * the bytes behind them up to the prefix' length follow. For one thread.
 */
final class PrefixCodec {
    private final IpFamily family;
    private final int maxShared;
    private final int sharedBits;
    private long high;
    private long low;
    private int length;

    PrefixCodec(IpFamily family) {
        this.family = family;
        this.maxShared = family.bits() / 8 - 1;
        this.sharedBits = family == IpFamily.IPV4 ? 2 : 4;
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
        int end = (nextLength + 7) / 8;
        int shared = shared(high, low, nextHigh, nextLow, end);
        to.number((long) nextLength << sharedBits | shared);
        for (int i = shared; i < end; i++) {
            to.put((int) (i < 8 ? nextHigh >>> (56 - 8 * i) : nextLow >>> (120 - 8 * i)));
        }
        high = nextHigh;
        low = nextLow;
        length = nextLength;
    }

    /** Reads the next prefix, which then stands in {@link #high}, {@link #low} and {@link #length}. */
    void read(ByteReader from) {
        int head = from.integer(family.bits() << sharedBits | maxShared);
        length = head >>> sharedBits;
        int shared = head & maxShared;
        int end = (length + 7) / 8;
        if (length > family.bits() || shared > end) {
            throw from.damaged("no prefix of " + family + " has length " + length + " and shares " + shared + " bytes");
        }
        long highBefore = high;
        long lowBefore = low;
        high &= PrefixBits.highMask(8 * shared);
        low &= PrefixBits.lowMask(8 * shared);
        for (int i = shared; i < end; i++) {
            long part = from.next();
            high |= i < 8 ? part << (56 - 8 * i) : 0;
            low |= i < 8 ? 0 : part << (120 - 8 * i);
        }
        if ((high & ~PrefixBits.highMask(length)) != 0 || (low & ~PrefixBits.lowMask(length)) != 0) {
            throw from.damaged("a prefix has host bits set");
        }
        if (shared != shared(highBefore, lowBefore, high, low, end)) {
            throw from.damaged("a prefix shares more bytes than it says");
        }
    }

    private int shared(long high1, long low1, long high2, long low2, int end) {
        return Math.min(Math.min(PrefixBits.common(high1, low1, high2, low2) / 8, end), maxShared);
    }
}
