package org.isochrone.probe.pace;

/** The pacer's word on one burst. */
public sealed interface Admission {
    /** It may leave now, and is counted as having left. */
    record Granted() implements Admission {}

    /**
     * The whole peer has sent enough for now.
     *
     * @param nanos time until it is worth asking again; &gt; 0
     */
    record PeerBusy(long nanos) implements Admission {}

    /**
     * This target, or its prefix, was probed lately; others may go ahead.
     *
     * @param nanos time until it is worth asking again; &gt; 0
     */
    record TooSoon(long nanos) implements Admission {}

    /**
     * It must never be probed.
     *
     * @param reason for people
     */
    record Refused(String reason) implements Admission {}
}
