package org.isochrone.steering.health;

import java.time.Instant;

/**
 * Something that befell a peer, which people should know of when they look at what it measured. Immutable.
 *
 * @param peer its name
 * @param began when it began, by the peer's wall clock; peer, kind and this name the event
 * @param ended when it was last so; not before {@code began}
 * @param amount how much, in the unit of the kind; negative for a clock that was set back
 * @param story what was seen, for people; at most {@link #MAX_STORY} characters
 */
public record PeerEvent(String peer, Kind kind, Instant began, Instant ended, long amount, String story) {
    /** What is longer is cut off. */
    public static final int MAX_STORY = 300;

    /** What can befall a peer. Stored by its place: add to the end only. */
    public enum Kind {
        /** Its process ended without taking its leave: killed, or without power. How long it was gone, ms. */
        DIED,
        /** Its process stood still. How long, ms. */
        STOOD_STILL,
        /** Its wall clock jumped. How far, ms. */
        CLOCK_JUMPED,
        /** Bursts were given up, for there was room for them neither on disk nor in memory. How many. */
        DROPPED,
        /** The disk took no bursts, and they waited in memory. How many at the most. */
        DISK_REFUSED,
        /** The store took no bursts, and they waited in the spool. How many at the most. */
        NOT_STORED,
        /** Parts of the spool were not what had been written, and were passed over. How many. */
        DAMAGED
    }

    /** Checks the order of times and cuts the story. */
    public PeerEvent {
        if (ended.isBefore(began)) {
            throw new IllegalArgumentException("must not be before " + began + ": ended=" + ended);
        }
        story = story.length() <= MAX_STORY ? story : story.substring(0, MAX_STORY - 1) + "…";
    }
}
