package org.isochrone.steering.discovery;

/** Who named a target. The ordinal is stored; add at the end only. */
public enum TargetSource {
    /** A person, with method and port. */
    IMPORTED,
    /** It asked the answering process: a resolver. */
    SEEN,
    /** It was a client of a server whose log was read. */
    PASSIVE,
    /** A list of addresses without methods. */
    HITLIST
}
