package org.isochrone.steering.build;

import java.util.List;

/**
 * What the builder remembers of one (zonegroup, prefix) between builds. Immutable. Seconds count from 1970.
 *
 * @param lead id of the zone that stands first
 * @param ties ids of the other zones of the first tier, in order of id
 * @param since when {@code lead} came first, seconds
 * @param confirmations how many builds with news found another zone worth moving to, in a row
 * @param evidence the newest burst that the last of them rested on, seconds; 0 without confirmations
 * @param instability penalty for changes of the lead, as it was at {@code since}; {@link Damping} says what it means
 * @param heldBack since when a move that is decided waits for its share of the churn budget, seconds; 0 if none does
 */
record Held(
        String lead, List<String> ties, long since, int confirmations, long evidence, int instability, long heldBack) {
    Held {
        ties = List.copyOf(ties);
    }

    /** A memory without moves in the past or waiting. */
    Held(String lead, List<String> ties, long since, int confirmations, long evidence) {
        this(lead, ties, since, confirmations, evidence, 0, 0);
    }
}
