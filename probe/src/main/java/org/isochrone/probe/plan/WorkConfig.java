package org.isochrone.probe.plan;

import java.time.Duration;

/**
 * For whom and how often work is planned. Immutable.
 *
 * @param peer name of the peer
 * @param zone id of the zone it probes from
 * @param shortest time between two bursts of the heaviest pair
 * @param longest time between two bursts of the lightest pair
 * @param leafPause time between two bursts into one /24 or /48, from all peers together
 * @param testSwitch reserved space may be probed, and loopback without pauses
 */
public record WorkConfig(
        String peer, String zone, Duration shortest, Duration longest, Duration leafPause, boolean testSwitch) {
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int PLANS_PER_INTERVAL = 3;

    /** Returns how often the pairs of the zone are planned anew: so that a new client does not wait for long. */
    Duration planEvery() {
        Duration every = shortest.dividedBy(PLANS_PER_INTERVAL);
        return every.compareTo(LEAST) < 0 ? LEAST : every.compareTo(MOST) > 0 ? MOST : every;
    }
}
