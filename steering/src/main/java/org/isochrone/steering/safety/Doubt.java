package org.isochrone.steering.safety;

/**
 * A reason not to trust what a map was built from. Immutable. Two builds have the same doubt if kind and zone are
 * equal.
 *
 * @param kind what looks wrong
 * @param zone id of the zone that it is about; empty if it is about all of them
 * @param story for people: what was found, and what the limit is
 */
public record Doubt(Kind kind, String zone, String story) {
    /** What can look wrong. The ordinal is stored; add at the end only. */
    public enum Kind {
        /** Nearly all round trips of a zone have fallen: no network does that, a broken or lying peer does. */
        FAST,
        /** Nearly all round trips of a zone have risen: the zone, or its peer. */
        SLOW,
        /** Most of the traffic wants to come to one zone at once. */
        RUSH,
        /** Nothing was measured lately. */
        STALE
    }

    /** Tells whether this is the same doubt as another build had. */
    public boolean same(Doubt other) {
        return kind == other.kind && zone.equals(other.zone);
    }
}
