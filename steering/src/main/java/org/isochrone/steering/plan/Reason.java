package org.isochrone.steering.plan;

/** Why a zone is a candidate for a client prefix. The ordinal is stored; add at the end only. */
public enum Reason {
    /** The zonegroup has so few zones that all of them are candidates. */
    FEW_ZONES,
    /** The map sends the prefix there. */
    INCUMBENT,
    /** It is expected to be the fastest. */
    PREDICTED,
    /** It is near by distance. */
    NEAR,
    /** Too little is known of the prefix, so that its zones are drawn by lot until more is. */
    UNKNOWN,
    /** It is its turn, so that every zone is looked at now and then. */
    ROTATION,
    /** It is not expected to be the fastest, and so uncertain that it may well be: measuring it is worth a probe. */
    WORTH
}
