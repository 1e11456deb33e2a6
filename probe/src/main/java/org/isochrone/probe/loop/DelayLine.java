package org.isochrone.probe.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Things that are due one after the other, each the same time after it was put in: a timer of the loop for the first of
 * them instead of one for each. For the loop's thread only.
 */
public final class DelayLine<T> {
    private static final int AT_ONCE = 64;

    private final EventLoop loop;
    private final long delayNanos;
    private final Predicate<T> over;
    private final Consumer<T> action;
    private final Queue<Entry<T>> line = new ArrayDeque<>();
    private boolean waiting;

    private record Entry<T>(long dueNanos, T item) {}

    /** Does {@code action} with everything that is put in, {@code delayNanos} later. */
    public DelayLine(EventLoop loop, long delayNanos, Consumer<T> action) {
        this(loop, delayNanos, item -> false, action);
    }

    /** The same; nobody is woken up for what is {@code over} by the time that it comes first in the line. */
    public DelayLine(EventLoop loop, long delayNanos, Predicate<T> over, Consumer<T> action) {
        this.loop = loop;
        this.delayNanos = delayNanos;
        this.over = over;
        this.action = action;
    }

    /** Puts {@code item} in, counted from {@code fromNanos}, which must not be before that of the item before it. */
    public void add(long fromNanos, T item) {
        line.add(new Entry<>(fromNanos + delayNanos, item));
        waitForFirst();
    }

    private void waitForFirst() {
        Entry<T> first = line.peek();
        while (first != null && over.test(first.item)) {
            line.remove();
            first = line.peek();
        }
        if (first != null && !waiting) {
            waiting = true;
            loop.at(first.dueNanos, this::ring);
        }
    }

    private void ring() {
        long now = loop.nanos();
        Entry<T> next = line.peek();
        // Not without end, so that sockets get their turn.
        for (int i = 0; i < AT_ONCE && next != null && next.dueNanos - now <= 0; i++) {
            line.remove();
            action.accept(next.item);
            next = line.peek();
        }
        waiting = false;
        waitForFirst();
    }
}
