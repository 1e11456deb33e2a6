package org.isochrone.probe.name;

import java.io.IOException;

/** Thrown where nobody says what a name stands for: that says nothing of the host. */
public final class SilentResolverException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentResolverException(String host) {
        super("the resolver does not answer for host " + host);
    }
}
