package org.isochrone.steering.discovery;

/** What is believed of a target. The ordinal is stored; add at the end only. */
public enum Standing {
    /** Nobody has had an answer from it yet. */
    NEW,
    /** It answered over TCP, and is asked on ports that nobody uses before it is believed. */
    UNPROVEN,
    /** It answers. */
    GOOD,
    /** It does not answer, and is tried again after a pause that grows. */
    RESTING,
    /** It answers, but not as an address of its prefix can; the reason is kept. */
    ASIDE,
    /** A peer must not probe it; the reason is kept. */
    REFUSED
}
