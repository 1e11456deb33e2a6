package org.isochrone.steering.decision;

/**
 * Weighted rendezvous hashing: each zone draws a number from (client, zone) alone, and the best draw divided by its
 * weight wins. Shares follow the weights, and when a zone goes only its own clients move.
 */
final class Rendezvous {
    /** The golden ratio's fraction in 64 bits, which spreads consecutive inputs (Knuth, TAOCP 3, 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Rendezvous() {}

    /** Returns the number that a zone draws for the clients of a prefix, whose first address is given by its parts. */
    static long draw(String zone, long high, long low) {
        return mix(mix(mix(high) ^ low) ^ hash(zone));
    }

    /**
     * Returns what a draw is worth: the lowest wins, of equal ones the larger draw. Infinite for a zone of weight 0.
     */
    static double cost(int weight, long draw) {
        double uniform = ((draw >>> 11) + 0.5) * 0x1p-53;
        return -Math.log(uniform) / weight;
    }

    /** FNV-1a over the characters: the same in every process, unlike identity hashes. */
    private static long hash(String text) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01B3L;
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
