package org.isochrone.steering.decision;

/** The rung of the ladder that an answer stands on. */
public enum Basis {
    /** A human's pin. */
    PIN,
    /** The latency map. */
    MAP,
    /** Nothing is known of the client: weights among well-connected zones. */
    WEIGHTS
}
