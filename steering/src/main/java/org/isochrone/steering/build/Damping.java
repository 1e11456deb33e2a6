package org.isochrone.steering.build;

import java.time.Duration;

/**
 * Keeps a prefix where it is that was moved too often, as routers do with routes that flap [1]: each change of its lead
 * costs {@value #PENALTY} points, half of which are forgotten in an hour. A change that brings them above
 * {@value #FREEZE} is the last until they have fallen below {@value #RELEASE}. A zone that does not reply is left all
 * the same.
 *
 * <p>[1] RFC 2439, BGP Route Flap Damping.
 */
final class Damping {
    private static final int PENALTY = 1000;
    private static final int FREEZE = 3000;
    private static final int RELEASE = 750;
    private static final Duration HALF_LIFE = Duration.ofHours(1);
    private static final int MOST = 0xFFFF;

    private Damping() {}

    /** Returns the points right after a change of the lead at {@code now}, seconds. */
    static int afterMove(Held before, long now) {
        return (int) Math.min(MOST, Math.round(points(before, now)) + PENALTY);
    }

    /** Tells whether a prefix may not be moved at {@code now}, seconds. */
    static boolean frozen(Held held, long now) {
        return held.instability() > FREEZE && points(held, now) >= RELEASE;
    }

    private static double points(Held held, long now) {
        double halves = (double) Math.max(0, now - held.since()) / HALF_LIFE.toSeconds();
        return held.instability() * Math.pow(2, -halves);
    }
}
