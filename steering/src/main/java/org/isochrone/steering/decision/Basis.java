package org.isochrone.steering.decision;

import org.isochrone.steering.estimate.Provenance;

/**
 * The rung of the ladder that an answer stands on. What the latency map says is told apart by where it has the time to
 * the zone from, as {@link Provenance} does.
 */
public enum Basis {
    /** A human's pin. */
    PIN(0),
    /** The map: the zone was measured from the client's own prefix. */
    MEASURED(1),
    /** The map: prefixes that are like the client's were. */
    NEIGHBOURS(2),
    /** The map: others under the same covering prefix were. */
    PARENT(3),
    /** The map: others of the same AS in the same country were. */
    AS(4),
    /** The map: others of the same country were. */
    COUNTRY(5),
    /** The map: the time follows from the distance. */
    DISTANCE(6),
    /** The map, which does not tell where it has the zone from. */
    MAP(7),
    /** The map, but none of its fastest zones can be answered: the next that can. */
    MAP_NEXT(8),
    /** The map knows nothing of the client: weights among well-connected zones. */
    WEIGHTS(9),
    /** There is no map: weights among well-connected zones. */
    NO_MAP(10),
    /** No zone is up: all of them. */
    ALL_DOWN(11);

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

    /** Returns the rung of the fastest zone by a map that has the time to it from there. */
    static Basis of(Provenance provenance) {
        return switch (provenance) {
            case MEASURED -> MEASURED;
            case NEIGHBOURS -> NEIGHBOURS;
            case PARENT -> PARENT;
            case AS -> AS;
            case COUNTRY -> COUNTRY;
            case DISTANCE -> DISTANCE;
            case NONE -> MAP;
        };
    }
}
