package org.isochrone.steering.discovery;

/** What came of a burst to a target. */
public sealed interface Finding {
    /**
     * Something came back.
     *
     * @param minNanos smallest RTT, nanoseconds, &gt; 0
     */
    record Answered(long minNanos) implements Finding {}

    /** Nothing came back. */
    record Lost() implements Finding {}

    /**
     * It was asked on ports that nobody uses.
     *
     * @param accepted whether it accepted connections on all of them
     */
    record Controlled(boolean accepted) implements Finding {}

    /**
     * The peer must not probe it; nothing was sent.
     *
     * @param reason for people
     */
    record Refused(String reason) implements Finding {}

    /** This peer could not send, or had no time to: that says nothing of the target. */
    record Unsent() implements Finding {}
}
