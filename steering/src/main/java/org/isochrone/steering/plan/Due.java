package org.isochrone.steering.plan;

/** Why a pair is due now. The ordinal is stored; add at the end only. */
public enum Due {
    /** It was never measured. */
    FIRST,
    /** Its interval has passed. */
    INTERVAL,
    /** Its last burst contradicted what was believed. */
    SURPRISE,
    /** Nobody could be probed the last time, or the peer that had taken it did not. */
    AGAIN
}
