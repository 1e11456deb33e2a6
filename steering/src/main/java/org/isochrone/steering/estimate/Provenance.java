package org.isochrone.steering.estimate;

/** Where an estimate comes from, best first. The ordinal is stored; add at the end only. */
public enum Provenance {
    /** This prefix was measured from this zone. */
    MEASURED,
    /** Prefixes with similar vectors were (k nearest neighbours). */
    NEIGHBOURS,
    /** Prefixes under the same covering BGP prefix were. */
    PARENT,
    /** Prefixes of the same AS in the same country were. */
    AS,
    /** Prefixes of the same country were. */
    COUNTRY,
    /** Nobody near was; the time follows from the distance. */
    DISTANCE,
    /** Nothing is known. */
    NONE
}
