package org.isochrone.steering.health;

/** What is believed of an endpoint. The ordinal is stored; add at the end only. */
public enum HealthState {
    /** It answers. */
    UP,
    /** It does not. */
    DOWN
}
