package org.isochrone.steering.decision;

/** The rung of the ladder that an answer stands on. */
public enum Basis {
    /** A human's pin. */
    PIN(0),
    /** The latency map: the fastest zone, or one as fast. */
    MAP(1),
    /** The latency map, but none of its fastest zones can be answered: the next that can. */
    MAP_NEXT(2),
    /** The map knows nothing of the client: weights among well-connected zones. */
    WEIGHTS(3),
    /** There is no map: weights among well-connected zones. */
    NO_MAP(4),
    /** No zone is up: all of them. */
    ALL_DOWN(5);

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
