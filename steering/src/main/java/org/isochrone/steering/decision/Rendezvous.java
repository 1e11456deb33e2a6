package org.isochrone.steering.decision;

import java.util.List;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Zone;

/**
 * Weighted rendezvous hashing: each zone draws a number from (client, zone) alone, and the best draw divided by its
 * weight wins. Shares follow the weights, and when a zone goes only its own clients move.
 */
final class Rendezvous {
    /** The golden ratio's fraction in 64 bits, which spreads consecutive inputs (Knuth, TAOCP 3, 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Rendezvous() {}

    /** Returns the zone for {@code client}; zones of weight 0 only if there is no other. {@code zones} is not empty. */
    static Zone choose(List<Zone> zones, Prefix client) {
        Zone best = zones.getFirst();
        double lowest = Double.POSITIVE_INFINITY;
        long bestTie = Long.MIN_VALUE;
        for (Zone zone : zones) {
            long hash = mix(mix(mix(client.network().high()) ^ client.network().low()) ^ hash(zone.id()));
            double uniform = ((hash >>> 11) + 0.5) * 0x1p-53;
            double cost = -Math.log(uniform) / zone.steering().weight();
            if (cost < lowest || (cost == lowest && hash > bestTie)) {
                best = zone;
                lowest = cost;
                bestTie = hash;
            }
        }
        return best;
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
