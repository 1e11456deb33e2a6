package org.isochrone.steering.map;

import java.util.Arrays;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Prefixes of one family in order, none twice, in flat arrays: 9 bytes each, or 17 where one is longer than 64 bits. A
 * covering prefix comes before what it covers. Immutable, safe for any thread.
 */
final class PrefixList {
    private final IpFamily family;
    private final AddressList networks;
    private final byte[] lengths;

    private PrefixList(Builder from) {
        family = from.family;
        networks = from.networks.build();
        lengths = Arrays.copyOf(from.lengths, networks.size());
    }

    IpFamily family() {
        return family;
    }

    int size() {
        return lengths.length;
    }

    long high(int i) {
        return networks.high(i);
    }

    long low(int i) {
        return networks.low(i);
    }

    int length(int i) {
        return lengths[i] & 0xFF;
    }

    Prefix prefix(int i) {
        return new Prefix(new IpAddress(family, high(i), low(i)), length(i));
    }

    /** Returns the position of a prefix; negative if it is not there. */
    int indexOf(Prefix prefix) {
        int from = 0;
        int to = size() - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = order(middle, prefix.network().high(), prefix.network().low(), prefix.length());
            if (order == 0) {
                return middle;
            }
            from = order < 0 ? middle + 1 : from;
            to = order < 0 ? to : middle - 1;
        }
        return -1;
    }

    private int order(int i, long otherHigh, long otherLow, int otherLength) {
        int byAddress = networks.compare(i, otherHigh, otherLow);
        return byAddress != 0 ? byAddress : Integer.compare(length(i), otherLength);
    }

    /** Takes prefixes in order. For one thread. */
    static final class Builder {
        private final IpFamily family;
        private final AddressList.Builder networks;
        private byte[] lengths;

        /** For about {@code expected} prefixes; grows as needed. */
        Builder(IpFamily family, int expected) {
            this.family = family;
            networks = new AddressList.Builder(expected);
            lengths = new byte[networks.capacity()];
        }

        int size() {
            return networks.size();
        }

        /** Adds a prefix; tells whether it comes after the last one, as it must. */
        boolean add(long high, long low, int length) {
            int size = networks.size();
            int order = networks.compareLast(high, low);
            if (order > 0 || (order == 0 && (lengths[size - 1] & 0xFF) >= length)) {
                return false;
            }
            networks.add(high, low);
            if (size == lengths.length) {
                lengths = Arrays.copyOf(lengths, networks.capacity());
            }
            lengths[size] = (byte) length;
            return true;
        }

        PrefixList build() {
            return new PrefixList(this);
        }
    }
}
