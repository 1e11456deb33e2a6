package org.isochrone.steering.decision;

/** The rung of the ladder that an answer stands on. */
public enum Basis {
    /** A human's pin. */
    PIN(0),
    /** The latency map. */
    MAP(1),
    /** Nothing is known of the client: weights among well-connected zones. */
    WEIGHTS(2);

    private static final Basis[] ALL = values();

    private final int code;

    Basis(int code) {
        this.code = code;
    }

    /** Returns its number in a {@link Choice}. */
    int code() {
        return code;
    }

    static Basis ofCode(int code) {
        return ALL[code];
    }
}
