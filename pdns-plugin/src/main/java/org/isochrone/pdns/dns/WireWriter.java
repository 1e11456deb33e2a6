package org.isochrone.pdns.dns;

import java.util.Arrays;

/**
 * Writes a message: numbers, and names, which are compressed where RFC 3597 section 4 lets them be. Octets match in
 * their case only, so that no name takes on the case of the question. For one thread.
 */
final class WireWriter {
    /** What marks a pointer to a name. */
    static final int POINTER = 0xC000;

    private static final int START = 512;

    /** Places that a name may point to; of a long answer the first ones do. */
    private static final int PLACES = 32;

    /** A pointer has 14 bits. */
    private static final int LAST_PLACE = 0x3FFF;

    private final int[] labels = new int[PLACES];
    private int known;
    private byte[] bytes = new byte[START];
    private int length;

    /** Begins anew, with so many octets of a message, the last of which are its question if there is one. */
    void begin(byte[] message, int octets, boolean question) {
        known = 0;
        length = 0;
        reserve(octets);
        System.arraycopy(message, 0, bytes, 0, octets);
        length = octets;
        for (int at = WireQuery.HEADER; question && bytes[at] != 0 && known < PLACES; at += bytes[at] + 1) {
            labels[known++] = at;
        }
    }

    /** Returns the octets of the message, and more behind them; others after more was written. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns how many octets the message has. */
    int length() {
        return length;
    }

    /** Takes away what stands between {@code from} and {@code to}. */
    void cut(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, length - to);
        length -= to - from;
    }

    /**
     * Appends a canonical name, its end as a pointer if it stands in the message already.
     *
     * @param below labels in front of it; empty for none
     */
    void name(String below, String canonical) {
        int start = length;
        labels(below);
        labels(canonical);
        u8(0);
        for (int at = start; bytes[at] != 0; at += bytes[at] + 1) {
            int same = find(at, start);
            if (same >= 0) {
                length = at;
                u16(POINTER | same);
                break;
            }
            if (known < PLACES && at <= LAST_PLACE) {
                labels[known++] = at;
            }
        }
    }

    private void labels(String canonical) {
        if (canonical.isEmpty()) {
            return;
        }
        int label = length;
        u8(0);
        for (int i = 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if (c == '.') {
                label = length;
                u8(0);
                continue;
            }
            int octet = c;
            if (c == '\\') {
                // a mailbox may have \. in it, where a canonical name has \046
                boolean number = Character.isDigit(canonical.charAt(i + 1));
                octet = number ? Integer.parseInt(canonical, i + 1, i + 4, 10) : canonical.charAt(i + 1);
                i += number ? 3 : 1;
            }
            u8(octet);
            bytes[label]++;
        }
    }

    /** Returns where before {@code limit} the name stands that was written to {@code name}; -1 if nowhere. */
    private int find(int name, int limit) {
        for (int i = 0; i < known && labels[i] < limit; i++) {
            if (same(name, labels[i])) {
                return labels[i];
            }
        }
        return -1;
    }

    private boolean same(int name, int place) {
        int a = name;
        int b = place;
        while (true) {
            while ((bytes[b] & 0xC0) == 0xC0) {
                b = WireQuery.u16(bytes, b) & 0x3FFF;
            }
            int label = bytes[a];
            if (!Arrays.equals(bytes, a, a + label + 1, bytes, b, b + label + 1)) {
                return false;
            }
            if (label == 0) {
                return true;
            }
            a += label + 1;
            b += label + 1;
        }
    }

    /** Appends a text with a character for each octet. */
    void octets(String text) {
        for (int i = 0; i < text.length(); i++) {
            u8(text.charAt(i));
        }
    }

    /** Appends an octet. */
    WireWriter u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Appends two octets. */
    WireWriter u16(int value) {
        reserve(2);
        set16(length, value);
        length += 2;
        return this;
    }

    /** Appends four octets. */
    WireWriter u32(long value) {
        return u16((int) (value >>> 16) & 0xFFFF).u16((int) value & 0xFFFF);
    }

    /** Replaces two octets. */
    void set16(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
