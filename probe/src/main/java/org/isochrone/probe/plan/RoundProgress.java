package org.isochrone.probe.plan;

/** Hears how far a round is. Called on the round's thread, often; must be quick. */
public interface RoundProgress {
    /** Hears nothing. */
    RoundProgress NONE = (done, total) -> {};

    /** {@code done} of {@code total} targets are dealt with. */
    void progress(int done, int total);
}
