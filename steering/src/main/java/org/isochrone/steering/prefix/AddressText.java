package org.isochrone.steering.prefix;

/**
 * The canonical text of an address: dotted quad, or RFC 5952 (lower case, longest run of zero groups as {@code ::}).
 */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    static String format(IpAddress address) {
        return address.family() == IpFamily.IPV4 ? dottedQuad((int) (address.high() >>> 32)) : groups(address);
    }

    private static String dottedQuad(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    private static String groups(IpAddress address) {
        int[] group = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < 4 ? address.high() : address.low();
            group[i] = (int) (half >>> (48 - 16 * (i & 3))) & 0xFFFF;
        }
        int start = -1;
        int length = 1; // RFC 5952 4.2.2: one zero group alone is not shortened
        for (int i = 0; i < GROUPS; ) {
            int end = i;
            while (end < GROUPS && group[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(end, i + 1);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group[i]));
            }
        }
        return text.toString();
    }
}
