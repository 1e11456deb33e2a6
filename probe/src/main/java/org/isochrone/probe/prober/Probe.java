package org.isochrone.probe.prober;

import org.isochrone.steering.client.Target;

/** One probe of a burst, from its sending to its answer or its being given up. For the loop's thread only. */
public final class Probe {
    /** Where a probe stands. */
    public enum State {
        /** Not answered and not given up. */
        WAITING,
        /** Its answer became an RTT. */
        ANSWERED,
        /** Nobody waits for its answer any longer. */
        GIVEN_UP
    }

    private final BurstRun run;
    private State state = State.WAITING;
    private long sentNanos;
    private Object attachment = this;

    Probe(BurstRun run) {
        this.run = run;
    }

    /** Returns whom it goes to. */
    public Target target() {
        return run.target();
    }

    /** Returns where it stands. */
    public State state() {
        return state;
    }

    /** Returns what the wire attached to it; the probe itself if nothing was. */
    public Object attachment() {
        return attachment;
    }

    /** Attaches what the wire needs to find again. */
    public void attach(Object object) {
        attachment = object;
    }

    /** Notes when it leaves: right before the system call that sends it. */
    public void leaves(long nowNanos) {
        sentNanos = nowNanos;
    }

    /**
     * Notes its answer. An answer that comes after the timeout is late, even if the timer has not rung yet, because the
     * thread may have been held up; a second answer is a duplicate.
     */
    public void answered(long nowNanos) {
        switch (state) {
            case WAITING -> run.answered(this, nowNanos - sentNanos);
            case ANSWERED -> run.counters().countDuplicate();
            case GIVEN_UP -> run.counters().countLate();
        }
    }

    /** Notes that no answer will come, before the timeout says so. */
    public void hopeless() {
        if (state == State.WAITING) {
            run.takeArrivals();
        }
        if (state == State.WAITING) {
            run.giveUp(this);
        }
    }

    long sentNanos() {
        return sentNanos;
    }

    void become(State next) {
        state = next;
    }
}
