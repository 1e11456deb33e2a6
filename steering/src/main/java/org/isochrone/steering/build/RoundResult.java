package org.isochrone.steering.build;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.safety.HeldDoubt;

/**
 * What a round did. Immutable.
 *
 * @param outcome in one word
 * @param head the realm's newest map after the round; empty if there is none
 * @param stats what the build saw and changed; {@link BuildStats#NONE} if nothing was built
 * @param failedChannels names of the channels that could not be published to
 * @param detail for people: who froze the map, what is doubted, what is missing, or who alone moved more than is
 *     allowed; may be empty
 * @param doubts what looks wrong in the build, also if it was published all the same
 */
public record RoundResult(
        Outcome outcome,
        Optional<MapHead> head,
        BuildStats stats,
        List<String> failedChannels,
        String detail,
        List<HeldDoubt> doubts) {
    /** What a round can come to. */
    public enum Outcome {
        /** A new map was saved and published. */
        PUBLISHED,
        /** Nothing has changed; channels that had lost the map were given it again. */
        UNCHANGED,
        /** A human froze the map; nothing was built. */
        FROZEN,
        /** The build looks as if its inputs were wrong; nothing was published, and people are asked. */
        HELD,
        /** There is no topology yet, or it has no zones. */
        NO_TOPOLOGY
    }

    /** Copies the lists. */
    public RoundResult {
        failedChannels = List.copyOf(failedChannels);
        doubts = List.copyOf(doubts);
    }
}
