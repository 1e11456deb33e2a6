package org.isochrone.steering.health;

/**
 * A peer that sees so much down that its own network is the likelier culprit: what it sees down does not count.
 * Immutable.
 *
 * @param peer its name
 * @param down how many zones it sees down
 * @param observed how many zones it observes
 */
public record CutOff(String peer, int down, int observed) {
    /** Returns for people why it is not believed. */
    public String story() {
        return "peer " + peer + " is cut off: it sees " + down + " of " + observed
                + " zones down, and most peers do not; its word counts only where it sees a zone up";
    }
}
