package org.isochrone.probe.passive.log;

import org.isochrone.steering.prefix.IpFamily;

/**
 * Reads an address out of a line without making an object. An IPv4-mapped IPv6 address becomes the IPv4 address it
 * stands for. Not safe for several threads.
 */
final class AddressBytes {
    private static final int GROUPS = 8;

    private final int[] groups = new int[GROUPS];
    private IpFamily family = IpFamily.IPV4;
    private long high;
    private long low;

    IpFamily family() {
        return family;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** Reads the bytes from {@code from} to {@code to}; returns false if they are not one whole literal address. */
    boolean parse(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == ':') {
                return parse6(text, from, to);
            }
        }
        long bits = quad(text, from, to);
        set(IpFamily.IPV4, bits << 32, 0);
        return bits >= 0;
    }

    private void set(IpFamily newFamily, long newHigh, long newLow) {
        family = newFamily;
        high = newHigh;
        low = newLow;
    }

    /** Returns the 32 bits of a dotted quad without leading zeros, -1 if it is none. */
    private static long quad(byte[] text, int from, int to) {
        long bits = 0;
        int octets = 0;
        int at = from;
        while (octets < 4) {
            int start = at;
            int value = 0;
            while (at < to && at - start < 3 && text[at] >= '0' && text[at] <= '9') {
                value = 10 * value + text[at++] - '0';
            }
            boolean padded = at - start > 1 && text[start] == '0';
            if (at == start || value > 255 || padded) {
                return -1;
            }
            bits = bits << 8 | value;
            octets++;
            if (octets < 4 && (at >= to || text[at++] != '.')) {
                return -1;
            }
        }
        return at == to ? bits : -1;
    }

    private boolean parse6(byte[] text, int from, int to) {
        int count = 0;
        int gap = -1;
        int at = from;
        if (to - from >= 2 && text[from] == ':' && text[from + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < to) {
            int start = at;
            int value = 0;
            while (at < to && at - start < 4 && Character.digit(text[at], 16) >= 0) {
                value = value << 4 | Character.digit(text[at++], 16);
            }
            if (at < to && text[at] == '.') {
                long bits = count <= GROUPS - 2 ? quad(text, start, to) : -1;
                if (bits < 0) {
                    return false;
                }
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) bits & 0xFFFF;
                at = to;
                break;
            }
            if (at == start || count == GROUPS) {
                return false;
            }
            groups[count++] = value;
            if (at == to) {
                break;
            }
            if (text[at++] != ':' || at == to) {
                return false;
            }
            if (text[at] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                at++;
            }
        }
        return finish6(count, gap);
    }

    private boolean finish6(int count, int gap) {
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return false;
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < GROUPS; i++) {
            int behind = count - (GROUPS - i);
            int value = gap < 0 || i < gap ? groups[i] : behind >= gap ? groups[behind] : 0;
            if (i < GROUPS / 2) {
                first = first << 16 | value;
            } else {
                second = second << 16 | value;
            }
        }
        if (first == 0 && second >>> 32 == 0xFFFF) {
            set(IpFamily.IPV4, second << 32, 0);
        } else {
            set(IpFamily.IPV6, first, second);
        }
        return true;
    }
}
