package org.isochrone.probe.health;

/** One way to check an endpoint. Safe for any thread. */
public interface EndpointCheck {
    /** Checks once; may wait for the network as long as its timeout says, and never throws for what it finds there. */
    CheckResult check(Endpoint endpoint);
}
