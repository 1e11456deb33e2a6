package org.isochrone.steering.prefix;

/** The two address families of the Internet, with the figures that depend on them. */
public enum IpFamily {
    /** IPv4: 32 bits, leaf client prefixes are /24. */
    IPV4(32, 24),
    /** IPv6: 128 bits, leaf client prefixes are /48. */
    IPV6(128, 48);

    private final int bits;
    private final int leafLength;

    IpFamily(int bits, int leafLength) {
        this.bits = bits;
        this.leafLength = leafLength;
    }

    /** Returns the number of bits in an address: 32 or 128. */
    public int bits() {
        return bits;
    }

    /** Returns the length of the client prefixes that are measured and mapped: 24 or 48. */
    public int leafLength() {
        return leafLength;
    }
}
