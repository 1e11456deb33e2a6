package org.isochrone.steering.map;

/** A map could not be published or fetched, or what was found is damaged. */
public final class MapChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean damaged;

    /** Data were found, and they are damaged: says what was found and what it must be. */
    public MapChannelException(String message) {
        super(message);
        damaged = true;
    }

    /** The place could not be reached or refused: says what was attempted. */
    public MapChannelException(String message, Throwable cause) {
        super(message, cause);
        damaged = false;
    }

    /** Tells whether data were found that are damaged; otherwise the place could not be reached. */
    public boolean damaged() {
        return damaged;
    }
}
