package org.isochrone.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * epoll(7): one wait for many descriptors, and a way to end it from another thread. {@link #wake} is safe for any
 * thread, the rest is for one.
 */
public final class Epoll implements AutoCloseable {
    /** Something can be read. */
    public static final int READABLE = 0x001;

    /** Something can be written; a connect has ended. */
    public static final int WRITABLE = 0x004;

    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK_CLOEXEC = 0x80800;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MOST_EVENTS = 256;

    // struct epoll_event: events, data; packed on x86-64 alone
    private static final boolean PACKED = !System.getProperty("os.arch", "").equals("aarch64");
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1);

    private final Libc libc = new Libc();
    // Its own, for the error number belongs to the thread that calls.
    private final Libc waker = new Libc();
    private final int epoll;
    private final int wakeup;
    // Freed when unreachable.
    private final MemorySegment event = Arena.ofAuto().allocate(16, Long.BYTES);
    private final MemorySegment events = Arena.ofAuto().allocate((long) MOST_EVENTS * EVENT_BYTES, Long.BYTES);
    private final MemorySegment counter = Arena.ofAuto().allocate(JAVA_LONG);
    private final int[] ready = new int[MOST_EVENTS];

    /** Opens it. */
    public Epoll() throws IOException {
        epoll = libc.check("epoll_create1", libc.epollCreate(CLOEXEC));
        try {
            wakeup = libc.check("eventfd", libc.eventfd(NONBLOCK_CLOEXEC));
            add(wakeup, READABLE);
        } catch (IOException e) {
            libc.close(epoll);
            throw e;
        }
    }

    /** Waits for {@code descriptor} too, until it is removed or closed. */
    public void add(int descriptor, int events) throws IOException {
        event.set(JAVA_INT, 0, events);
        event.set(JAVA_INT_UNALIGNED, DATA, descriptor);
        libc.check("epoll_ctl", libc.epollControl(epoll, ADD, descriptor, event));
    }

    /** Waits for {@code descriptor} no longer. */
    public void remove(int descriptor) {
        libc.epollControl(epoll, DELETE, descriptor, event);
    }

    /** Waits until a descriptor is ready or somebody wakes it, at most {@code millis}; returns how many are ready. */
    public int await(int millis) throws IOException {
        int count = libc.checkUnlessNothing("epoll_wait", libc.epollWait(epoll, events, MOST_EVENTS, millis));
        int others = 0;
        for (int i = 0; i < count; i++) {
            int descriptor = events.get(JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES + DATA);
            if (descriptor == wakeup) {
                libc.read(wakeup, counter);
            } else {
                ready[others++] = descriptor;
            }
        }
        return others;
    }

    /** Returns a descriptor that the last {@link #await} found ready. */
    public int ready(int index) {
        return ready[index];
    }

    /** Ends the wait that is under way, or the next one. */
    public void wake() {
        synchronized (waker) {
            waker.write(wakeup, ONE);
        }
    }

    /** Closes it, not what was added; nobody may wake it any longer. */
    @Override
    public void close() {
        libc.close(wakeup);
        libc.close(epoll);
    }
}
