package org.isochrone.probe.prober;

import java.io.IOException;

/**
 * Thrown where this process cannot open the socket that a probe takes: for want of a right, of the address family, or
 * of the address to probe from. Unlike other failures to send it holds for every target of the method and family.
 */
public final class NoSocketException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what the kernel said. */
    public NoSocketException(IOException why) {
        super(why.getMessage(), why);
    }
}
