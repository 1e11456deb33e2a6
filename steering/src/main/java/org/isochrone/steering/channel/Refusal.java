package org.isochrone.steering.channel;

/** Why a reader did not take a map, or could not even look for one. */
public enum Refusal {
    /** The place could not be reached. */
    UNREACHABLE,
    /** The head or the content is damaged, or the content is not what the head says. */
    DAMAGED,
    /** The head stands there, but its content is gone or incomplete. */
    GONE,
    /** It is a map of another realm. */
    OTHER_REALM,
    /** It is older than the map in use. */
    OLDER,
    /** It was built for a period that this process does not know yet, or that is not the realm's. */
    OTHER_PERIOD
}
