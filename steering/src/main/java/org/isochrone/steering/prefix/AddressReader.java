package org.isochrone.steering.prefix;

/**
 * Reads addresses from text into numbers, one after the other, so that nothing is left behind: dotted quads, and RFC
 * 4291 section 2.2 in all its forms. An IPv4-mapped address becomes the IPv4 address it stands for, and an interface
 * name behind {@code %} is dropped. For one thread.
 */
public final class AddressReader {
    private static final int GROUP_BITS = 16;
    private static final int GROUPS = 8;
    private static final int MAPPED = 0xFFFF;

    private byte[] text = {};
    private int end;
    private IpFamily family = IpFamily.IPV4;
    private long high;
    private long low;
    private long backHigh;
    private long backLow;
    private int count;
    private int gap;

    /**
     * Reads the characters of {@code from}, an octet each, from {@code start} to before {@code to}; false if they are
     * no address.
     */
    public boolean read(byte[] from, int start, int to) {
        text = from;
        end = start;
        while (end < to && text[end] != '%') {
            end++;
        }
        long quad = quad(start);
        if (quad >= 0) {
            set(IpFamily.IPV4, quad << Integer.SIZE, 0);
            return true;
        }
        return groups(start);
    }

    /** Returns the family of the address that was read. */
    public IpFamily family() {
        return family;
    }

    /** Returns its upper half, see {@link IpAddress}. */
    public long high() {
        return high;
    }

    /** Returns its lower half. */
    public long low() {
        return low;
    }

    private void set(IpFamily newFamily, long newHigh, long newLow) {
        family = newFamily;
        high = newHigh;
        low = newLow;
    }

    /** Returns the 32 bits of a dotted quad from {@code start} on; -1 for any other text. */
    private long quad(int start) {
        long bits = 0;
        int octet = 0;
        int digits = 0;
        int dots = 0;
        for (int i = start; i < end; i++) {
            byte c = text[i];
            if (c == '.' && digits > 0 && dots < 3) {
                bits = bits << 8 | octet;
                dots++;
                octet = 0;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                octet = octet * 10 + c - '0';
                digits++;
                if (octet > 255) {
                    return -1;
                }
            } else {
                return -1;
            }
        }
        return dots == 3 && digits > 0 ? bits << 8 | octet : -1;
    }

    /** Reads groups, of which a run of zeros may be left out once; the last two may be a dotted quad. */
    private boolean groups(int start) {
        count = 0;
        gap = -1;
        high = 0;
        low = 0;
        backHigh = 0;
        backLow = 0;
        int at = start;
        if (startsGap(at)) {
            gap = 0;
            at += 2;
        }
        while (at < end) {
            int next = at;
            int group = 0;
            for (; next < end && next - at <= 4 && digit(text[next]) >= 0; next++) {
                group = group << 4 | digit(text[next]);
            }
            if (next < end && text[next] == '.') {
                long quad = quad(at);
                if (quad < 0) {
                    return false;
                }
                add(quad >>> GROUP_BITS);
                add(quad & 0xFFFF);
                next = end;
            } else if (next == at || next - at > 4) {
                return false;
            } else {
                add(group);
            }
            if (startsGap(next)) {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                next++;
            } else if (next + 1 == end) {
                return false;
            }
            if (next < end && text[next] != ':') {
                return false;
            }
            at = next + 1;
        }
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return false;
        }
        boolean mapped = (high | backHigh) == 0 && (low | backLow) >>> Integer.SIZE == MAPPED;
        if (mapped) {
            set(IpFamily.IPV4, (low | backLow) << Integer.SIZE, 0);
        } else {
            set(IpFamily.IPV6, high | backHigh, low | backLow);
        }
        return true;
    }

    /** Returns the value of a hexadecimal digit; -1 for any other character. */
    private static int digit(byte c) {
        return c >= 0 ? Character.digit(c, 16) : -1;
    }

    private boolean startsGap(int at) {
        return at + 1 < end && text[at] == ':' && text[at + 1] == ':';
    }

    /** Takes a group: in front of the gap counted from the front, behind it from the back. */
    private void add(long group) {
        if (gap >= 0) {
            backHigh = backHigh << GROUP_BITS | backLow >>> (Long.SIZE - GROUP_BITS);
            backLow = backLow << GROUP_BITS | group;
        } else if (count < GROUPS / 2) {
            high |= group << (Long.SIZE - GROUP_BITS * (count + 1));
        } else if (count < GROUPS) {
            low |= group << (2 * Long.SIZE - GROUP_BITS * (count + 1));
        }
        count++;
    }
}
