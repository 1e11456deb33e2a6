package org.isochrone.app.rgw;

/** No gateway gave an answer that can be used. The message says which, and why. */
public sealed class GatewayException extends RuntimeException permits RefusedBucketException {
    private static final long serialVersionUID = 1L;

    GatewayException(String message) {
        super(message);
    }

    GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
