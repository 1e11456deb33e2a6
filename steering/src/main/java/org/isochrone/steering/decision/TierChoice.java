package org.isochrone.steering.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.ZoneSteering;

/**
 * Which zone of a tier weights choose for the clients of a prefix: the one that {@link Decider} answers while all zones
 * of the tier can be. Each leaf, /24 or /48, is hashed by itself and goes as a whole, so a zone that joins a tier of n
 * zones of the same weight takes over one leaf out of n + 1, and nothing of the others. A network is hashed leaf by
 * leaf, too; its first one stands for it here. Immutable, safe for any thread.
 */
public final class TierChoice {
    private final Map<String, Integer> weights = new HashMap<>();

    /**
     * Chooses by the weights of a topology. A zone that is not in it has left, and is taken to have had the usual one.
     */
    public TierChoice(Topology topology) {
        topology.zones().forEach(zone -> weights.put(zone.id(), zone.steering().weight()));
    }

    /**
     * Returns the zone that clients are given.
     *
     * @param tier ids of zones, one at least; their order does not matter
     */
    public String of(List<String> tier, Prefix prefix) {
        String best = tier.getFirst();
        if (tier.size() == 1) {
            return best;
        }
        long bestDraw = draw(best, prefix);
        for (String zone : tier) {
            long draw = draw(zone, prefix);
            int cheaper = Double.compare(cost(zone, draw), cost(best, bestDraw));
            if (cheaper < 0 || (cheaper == 0 && draw > bestDraw)) {
                best = zone;
                bestDraw = draw;
            }
        }
        return best;
    }

    private static long draw(String zone, Prefix prefix) {
        return Rendezvous.draw(zone, prefix.network().high(), prefix.network().low());
    }

    private double cost(String zone, long draw) {
        return Rendezvous.cost(weights.getOrDefault(zone, ZoneSteering.DEFAULT_WEIGHT), draw);
    }
}
