package org.isochrone.steering.map;

/** A map could not be published or fetched, or what was found is damaged. */
public final class MapChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was attempted and what was found. */
    public MapChannelException(String message) {
        super(message);
    }

    /** Says what was attempted. */
    public MapChannelException(String message, Throwable cause) {
        super(message, cause);
    }
}
