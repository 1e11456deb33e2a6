package org.isochrone.probe.prober;

import java.util.concurrent.CompletableFuture;
import org.isochrone.steering.client.Target;

/** Finds out whether a target accepts connections on ports that nobody uses. */
public interface PortControl {
    /** Packets that one question sends. */
    int PACKETS = 2;

    /**
     * Asks two such ports.
     *
     * @return whether both were accepted; fails if this machine could not ask
     */
    CompletableFuture<Boolean> acceptsEverything(Target target);
}
