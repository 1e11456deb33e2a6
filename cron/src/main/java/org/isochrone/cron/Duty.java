package org.isochrone.cron;

/** What is done again and again. */
public enum Duty {
    /** A peer probes the targets that are due. */
    PROBE_ROUND("probe-round"),
    /** A peer's bursts go from its spool to the store. */
    SPOOL_UPLOAD("spool-upload"),
    /** A peer looks at the round trips of its host's TCP connections. */
    SOCKET_SAMPLE("socket-sample"),
    /** A peer checks the endpoints of all zones. */
    HEALTH_CHECK("health-check"),
    /** A peer says that it is alive. */
    SIGN_OF_LIFE("sign-of-life"),
    /** A new map is built and published. */
    STEER_ROUND("steer-round"),
    /** Bursts that came are folded into the hourly roll-ups. */
    ROLL_UP("roll-up"),
    /** The stores are made ready for the days to come, and what is older than it is kept for is deleted from them. */
    RETENTION("retention"),
    /** A process takes its part in the schedule of the fleet. */
    FLEET("fleet"),
    /** The answering process looks for a newer map. */
    MAP_POLL("map-poll"),
    /** The answering process stores who asked. */
    COUNT_FLUSH("count-flush"),
    /** What answers rest on is read again: topology, health, overrides, DNS zones, keys, buckets. */
    REFRESH("refresh");

    private final String label;

    Duty(String label) {
        this.label = label;
    }

    /** Returns what logs call it. */
    public String label() {
        return label;
    }
}
