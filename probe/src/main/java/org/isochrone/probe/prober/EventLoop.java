package org.isochrone.probe.prober;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for many sockets and for points in time. The time stamp of what arrives is taken right after
 * the wait, before any work, and little work is done between two waits, because whatever arrives meanwhile is stamped
 * late by it.
 *
 * <p>{@link #execute} and {@link #close} may be called from any thread, the rest on the loop's own thread only.
 */
public final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final int WORK_BETWEEN_WAITS = 16;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long CLOSE_PATIENCE_MILLIS = 5_000;

    private final Selector selector;
    private final LongSupplier nanoTime;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private long timersMade;

    /** What is done with a socket that is ready. */
    public interface Ready {
        /** Handles it; {@code nowNanos} was taken right after the wait. */
        void ready(SelectionKey key, long nowNanos) throws IOException;
    }

    private record Timer(long atNanos, long order, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            // Subtraction, for nanoTime may wrap around.
            int byTime = Long.signum(atNanos - other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Starts the thread, which is a daemon. */
    public EventLoop(String name, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets", e);
        }
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        thread.start();
    }

    /** Runs {@code task} on the loop's thread, soon; not at all once the loop is closed. */
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs {@code task} when {@code nanoTime} reaches {@code atNanos}, up to a millisecond later. */
    public void at(long atNanos, Runnable task) {
        timers.add(new Timer(atNanos, timersMade++, task));
    }

    /** Lets {@code ready} handle {@code channel}, which must be non-blocking, whenever one of {@code operations} is. */
    public SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        return channel.register(selector, operations, ready);
    }

    private void run() {
        while (!closed) {
            try {
                long wait = waitMillis();
                int ready = wait == 0 ? selector.selectNow() : selector.select(wait);
                long now = nanoTime.getAsLong();
                if (ready > 0) {
                    selector.selectedKeys().forEach(key -> handle(key, now));
                    selector.selectedKeys().clear();
                }
                work();
            } catch (IOException | RuntimeException e) {
                LOG.error("{}: the wait for sockets failed and is tried again", thread.getName(), e);
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("{}: could not close", thread.getName(), e);
        }
    }

    /** Returns how long nothing is due, milliseconds: 0 if something is, at most one second. */
    private long waitMillis() {
        if (!tasks.isEmpty()) {
            return 0;
        }
        Timer next = timers.peek();
        if (next == null) {
            return 1000;
        }
        long nanos = next.atNanos - nanoTime.getAsLong();
        return nanos <= 0 ? 0 : Math.min(1000, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    private void handle(SelectionKey key, long nowNanos) {
        if (key.isValid() && key.attachment() instanceof Ready ready) {
            try {
                ready.ready(key, nowNanos);
            } catch (IOException | RuntimeException e) {
                LOG.error("{}: a socket could not be handled", thread.getName(), e);
            }
        }
    }

    private void work() {
        for (int done = 0; done < WORK_BETWEEN_WAITS; done++) {
            Timer due = timers.peek();
            Runnable next;
            if (due != null && due.atNanos - nanoTime.getAsLong() <= 0) {
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
        selector.wakeup();
        if (!Thread.currentThread().equals(thread)) {
            try {
                thread.join(CLOSE_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
