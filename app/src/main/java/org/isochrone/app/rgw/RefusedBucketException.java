package org.isochrone.app.rgw;

/** A gateway replied that it does not tell of this bucket. That says nothing of the gateway, or of other buckets. */
public final class RefusedBucketException extends GatewayException {
    private static final long serialVersionUID = 1L;

    RefusedBucketException(String message) {
        super(message);
    }
}
