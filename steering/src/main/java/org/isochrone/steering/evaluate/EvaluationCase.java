package org.isochrone.steering.evaluate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * A recording to be judged by. The order of lines does not matter.
 *
 * @param bursts what was measured, a burst's smallest RTT each; a missing line was not measured
 * @param truth what the clients would have had
 * @param locations where clients and regions are, by name; may be empty
 * @param networks covering prefixes with AS, country and location as far as they are known; for clients whose names are
 *     prefixes
 * @param roundLength time between rounds
 * @param fromRound the first round that counts, &gt;= 1; decisions before it are made and not judged
 * @param config how maps are built
 * @param seed for the policies that choose at random
 */
public record EvaluationCase(
        List<RecordedRtt> bursts,
        List<RecordedRtt> truth,
        Map<String, GeoPoint> locations,
        List<ClientPrefix> networks,
        Duration roundLength,
        int fromRound,
        SteeringConfig config,
        long seed) {
    /** Copies the collections; rejects a round length that is not positive and a first round below 1. */
    public EvaluationCase {
        bursts = List.copyOf(bursts);
        truth = List.copyOf(truth);
        locations = Map.copyOf(locations);
        networks = List.copyOf(networks);
        if (roundLength.toSeconds() < 1 || fromRound < 1) {
            throw new IllegalArgumentException(
                    "round length must be >= 1s and the first round >= 1: " + roundLength + ", " + fromRound);
        }
    }

    /** A case as {@code isochrone evaluate} takes it: default configuration, every round but the first counts. */
    public static EvaluationCase of(
            List<RecordedRtt> bursts, List<RecordedRtt> truth, Map<String, GeoPoint> locations, Duration roundLength) {
        return new EvaluationCase(bursts, truth, locations, List.of(), roundLength, 1, SteeringConfig.DEFAULT, 1);
    }

    /** Returns the same case, of which the rounds before {@code first} do not count. */
    public EvaluationCase judgedFrom(int first) {
        return new EvaluationCase(bursts, truth, locations, networks, roundLength, first, config, seed);
    }

    /** Returns the same case where so much is known of networks. */
    public EvaluationCase with(List<ClientPrefix> known) {
        return new EvaluationCase(bursts, truth, locations, known, roundLength, fromRound, config, seed);
    }
}
