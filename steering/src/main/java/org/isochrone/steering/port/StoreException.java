package org.isochrone.steering.port;

/** A store could not be reached or refused; whether the work was done is unknown unless the method is idempotent. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was attempted. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
