package org.isochrone.app.wiring;

/** The kinds of work that a process can do, alone or together. */
public enum Role {
    /** Answers DNS servers and clients. */
    ANSWER,
    /** Measures from inside a zone, and checks endpoints. */
    PROBE,
    /** Builds and publishes maps. */
    STEER
}
