package org.isochrone.probe.prober;

import java.io.IOException;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.linux.Departure;
import org.isochrone.steering.client.Target;
import org.jspecify.annotations.Nullable;

/**
 * One probe of a burst, from its sending to its answer or its being given up. A wire may hold on to it for longer, so
 * as to know late and duplicate answers; it then holds nothing of its burst. For the loop's thread only.
 */
public final class Probe implements Departure {
    /** Where a probe stands. */
    public enum State {
        /** Not answered and not given up. */
        WAITING,
        /** Its answer became an RTT. */
        ANSWERED,
        /** Nobody waits for its answer any longer. */
        GIVEN_UP
    }

    private final Target target;
    private final ProbeCounters counters;
    private @Nullable BurstRun run;
    private State state = State.WAITING;
    private ClockReading sentAt = NEVER;
    private long stampNanos;
    private Object attachment = this;

    private static final ClockReading NEVER = new ClockReading(0, 0, 0);

    Probe(BurstRun run) {
        this.target = run.target();
        this.counters = run.counters();
        this.run = run;
    }

    /** Returns whom it goes to. */
    public Target target() {
        return target;
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

    @Override
    public void leaves(ClockReading at) {
        sentAt = at;
    }

    @Override
    public void left() {
        if (run != null) {
            run.left(this);
        }
    }

    @Override
    public void refused(IOException why) {
        if (run != null) {
            run.couldNotSend(this, why);
        }
    }

    @Override
    public void stamped(long kernelNanos) {
        stampNanos = kernelNanos;
    }

    /**
     * Notes its answer. An answer that comes after the timeout is late, even if the timer has not rung yet, because the
     * thread may have been held up; a second answer is a duplicate.
     *
     * @param kernelNanos when the kernel took it from the network, nanoseconds of the wall clock since 1970; 0 if that
     *     is not known
     * @param taken the clocks after it was taken from the kernel
     */
    public void answered(long kernelNanos, ClockReading taken) {
        answeredAfter(elapsedNanos(kernelNanos, taken));
    }

    /** Returns how long such an answer took. */
    public long elapsedNanos(long kernelNanos, ClockReading taken) {
        return sentAt.elapsedNanos(stampNanos, kernelNanos, taken);
    }

    /** Notes an answer whose RTT is known; else like {@link #answered}. */
    public void answeredAfter(long elapsedNanos) {
        if (run != null) {
            run.answered(this, elapsedNanos);
        } else if (state == State.ANSWERED) {
            counters.countDuplicate();
        } else {
            counters.countLate();
        }
    }

    /** Notes that an answer came and nobody can tell how long it took: neither a measurement nor a loss. */
    public void unusable(String why) {
        if (run != null) {
            run.unusable(this, why);
        }
    }

    /** Notes that its time is over; an answer that waits somewhere may still be in time. */
    void hopeless() {
        if (run != null) {
            run.lookFor(this);
        }
        unanswered();
    }

    /** Notes that the network says no answer will come. */
    public void unanswered() {
        if (run != null) {
            run.giveUp(this);
        }
    }

    /** Returns when it was sent, monotonic. */
    public long sentNanos() {
        return sentAt.nanos();
    }

    /** Ends it, as {@code next}. */
    void end(State next) {
        state = next;
        run = null;
    }
}
