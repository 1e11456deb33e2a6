package org.isochrone.steering.build;

import java.util.ArrayList;
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
 * @param heldBack since when a change of the first tier that is decided waits for its share of the churn budget,
 *     seconds; 0 if none does
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

    /** Returns the first tier that was published: the ids of its zones, the lead in front. */
    List<String> tier() {
        List<String> tier = new ArrayList<>(1 + ties.size());
        tier.add(lead);
        tier.addAll(ties);
        return tier;
    }

    /** Tells whether clients have the same zones to go to. */
    boolean sameTier(Held other) {
        return lead.equals(other.lead) && ties.equals(other.ties);
    }
}
