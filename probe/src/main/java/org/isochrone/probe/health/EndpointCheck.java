package org.isochrone.probe.health;

/** One way to check an endpoint. Safe for any thread. */
public interface EndpointCheck {
    /**
     * Checks once; may wait for the network as long as its timeout says, and never throws for what it finds there.
     *
     * @throws InterruptedException if the thread is interrupted, as when the check lasts for too long
     */
    CheckResult check(Endpoint endpoint) throws InterruptedException;
}
