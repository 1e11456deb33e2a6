package org.isochrone.steering.topology;

/** What a steered name is answered with. */
public enum AnswerMode {
    /** A CNAME to the chosen zone's DNS name. */
    CNAME,
    /** The chosen zone's A and AAAA records. */
    ADDRESS
}
