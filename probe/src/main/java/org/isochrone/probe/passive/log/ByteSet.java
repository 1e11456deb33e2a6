package org.isochrone.probe.passive.log;

import java.util.BitSet;

/** A set of byte values. Immutable. */
final class ByteSet {
    /** Every byte. */
    static final ByteSet ALL = new ByteSet(full());

    private final BitSet bits;

    private ByteSet(BitSet bits) {
        this.bits = bits;
    }

    private static BitSet full() {
        BitSet full = new BitSet(256);
        full.set(0, 256);
        return full;
    }

    /** Returns the set of these characters, which are of US-ASCII. */
    static ByteSet of(String characters) {
        BitSet bits = new BitSet(256);
        characters.chars().forEach(bits::set);
        return new ByteSet(bits);
    }

    /** Returns this set without these characters and without control characters. */
    ByteSet withoutControlsAnd(String characters) {
        BitSet rest = (BitSet) bits.clone();
        rest.clear(0, ' ');
        characters.chars().forEach(rest::clear);
        return new ByteSet(rest);
    }

    boolean contains(byte value) {
        return bits.get(value & 0xFF);
    }
}
