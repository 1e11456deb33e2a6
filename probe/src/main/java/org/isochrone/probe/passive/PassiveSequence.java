package org.isochrone.probe.passive;

import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.prefix.IpAddress;

/**
 * The number of a burst that was read from a log: it follows from what the burst is about, not from when it was read.
 *
 * <pre>
 * 24 bits  slot of five minutes since 1970, good until 2129
 * 39 bits  hash of zone and prefix
 * </pre>
 *
 * So the same log read twice, from a copy, packed, rotated, longer than last time or cut off in the middle, gives each
 * prefix and slot the same number, and the store passes over what it has. Two prefixes of one slot share a number by
 * chance about once in a hundred slots of 100,000 prefixes; the second of them is passed over then.
 */
public final class PassiveSequence {
    private static final int HASH_BITS = 39;
    private static final long MAX_SLOT = (1L << (63 - HASH_BITS)) - 1;

    private PassiveSequence() {}

    /**
     * Returns the burst with its number.
     *
     * @throws IllegalArgumentException if it does not begin with a slot of 1970 to 2129
     */
    public static NumberedBurst number(Burst burst) {
        long second = burst.at().getEpochSecond();
        long slot = second / PassiveAggregator.SLOT.toSeconds();
        if (slot < 1 || slot > MAX_SLOT || slot * PassiveAggregator.SLOT.toSeconds() != second) {
            throw new IllegalArgumentException("must begin a slot of five minutes from 1970 to 2129: " + burst.at());
        }
        IpAddress network = burst.prefix().network();
        long hash = burst.zone().hashCode() * 31L + network.family().bits();
        hash = mixed(mixed(hash) ^ network.high());
        return new NumberedBurst(slot << HASH_BITS | hash >>> (64 - HASH_BITS), burst);
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long value) {
        long hash = value + 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ (hash >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return hash ^ (hash >>> 31);
    }
}
