package org.isochrone.probe.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for many sockets and for points in time. {@link #execute} and {@link #close} may be called from
 * any thread, the rest on the loop's own thread only.
 */
public final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_WAIT_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final long CLOSE_PATIENCE_MILLIS = 5_000;

    private final Poller poller;
    private final LongSupplier nanoTime;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final List<Runnable> beforeWait = new ArrayList<>();
    private final AtomicBoolean awake = new AtomicBoolean(true);
    private final Thread thread;
    private volatile boolean closed;
    private boolean ended;
    private long longestWaitNanos = LONGEST_WAIT_NANOS;
    private long lookedNanos;
    private long timersMade;

    private record Timer(long atNanos, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            // Subtraction, for nanoTime may wrap around.
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Starts the thread, which is a daemon; {@code poller} is closed with it. */
    public EventLoop(String name, LongSupplier nanoTime, Poller poller) {
        this.nanoTime = nanoTime;
        this.poller = poller;
        this.lookedNanos = nanoTime.getAsLong();
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        thread.start();
    }

    /** Runs {@code task} on the loop's thread, soon; not at all once the loop is closed. */
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Runs {@code task} when {@code nanoTime} reaches {@code atNanos}, up to a millisecond later. */
    public void at(long atNanos, Runnable task) {
        timers.add(new Timer(atNanos, timersMade++, task));
    }

    /** Returns what time it is on the loop's clock. */
    public long nanos() {
        return nanoTime.getAsLong();
    }

    /** Runs {@code task} before every wait from now on, after those that were added before. */
    public void beforeWait(Runnable task) {
        beforeWait.add(task);
    }

    /** Waits no longer than this at a time, so that {@link #lookedNanos} is never far away; at most one second. */
    public void waitAtMost(long nanos) {
        longestWaitNanos = Math.min(nanos, LONGEST_WAIT_NANOS);
    }

    /**
     * Returns when the wait before the last one had ended. Whatever the last one found ready became so after it, and
     * nobody can tell when, if the thread was held up meanwhile.
     */
    public long lookedNanos() {
        return lookedNanos;
    }

    private void wake() {
        // Only what may be waiting is woken, for it takes a system call.
        if (!awake.getAndSet(true)) {
            synchronized (poller) {
                if (!ended) {
                    poller.wake();
                }
            }
        }
    }

    private void run() {
        long endedNanos = nanos();
        while (!closed) {
            try {
                beforeWait.forEach(Runnable::run);
                awake.set(false);
                poller.await(waitMillis());
                awake.set(true);
                lookedNanos = endedNanos;
                endedNanos = nanos();
                poller.handleReady(endedNanos);
                work();
            } catch (IOException | RuntimeException e) {
                LOG.error("{}: the wait for sockets failed and is tried again", thread.getName(), e);
            }
        }
        try {
            // A last wake may still be under way, and must not find the poller half closed.
            synchronized (poller) {
                ended = true;
                poller.close();
            }
        } catch (IOException e) {
            LOG.warn("{}: could not close", thread.getName(), e);
        }
    }

    /** Returns how long nothing is due, milliseconds: 0 if something is. */
    private long waitMillis() {
        if (!tasks.isEmpty() || closed) {
            return 0;
        }
        Timer next = timers.peek();
        long nanos = next == null ? longestWaitNanos : Math.min(longestWaitNanos, next.atNanos - nanos());
        return nanos <= 0 ? 0 : (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }

    private void work() {
        int most = poller.workBetweenWaits();
        for (int done = 0; done < most; done++) {
            Timer due = timers.peek();
            Runnable next;
            if (due != null && due.atNanos - nanos() <= 0) {
                next = due.task;
                timers.remove();
            } else {
                next = tasks.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                LOG.error("{}: a task failed", thread.getName(), e);
            }
        }
    }

    /** Ends the thread and waits for its end, unless called on it. */
    @Override
    public void close() {
        closed = true;
        wake();
        if (!Thread.currentThread().equals(thread)) {
            try {
                thread.join(CLOSE_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
