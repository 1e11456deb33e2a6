package org.isochrone.pdns.relay;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes a channel on which an answer is overdue, since blocking reads of UNIX-domain sockets know no time limit. Under
 * load it wakes about once per time limit, and never while there is nothing to wait for. One thread arms and disarms.
 */
final class Watchdog extends Thread {
    private static final long DISARMED = 0;
    private static final long FIRED = 1;

    private final AtomicLong deadline = new AtomicLong();
    private volatile SocketChannel guarded;
    private volatile boolean idle;

    Watchdog(SocketChannel guarded) {
        super("watchdog");
        this.guarded = guarded;
    }

    /** From now on it is this channel that is closed; at once, if the one before it was overdue already. */
    void guard(SocketChannel channel) {
        guarded = channel;
        if (deadline.get() == FIRED) {
            close(channel);
        }
    }

    /** Closes the channel at {@code nanoTime}, unless disarmed before. */
    void arm(long nanoTime) {
        deadline.set(nanoTime == DISARMED || nanoTime == FIRED ? nanoTime + 2 : nanoTime);
        if (idle) {
            LockSupport.unpark(this);
        }
    }

    /** Leaves the channel alone again. */
    void disarm() {
        deadline.set(DISARMED);
    }

    @Override
    public void run() {
        while (true) {
            long until = deadline.get();
            if (until == DISARMED || until == FIRED) {
                idle = true;
                if (deadline.get() == until) {
                    LockSupport.park(this);
                }
                idle = false;
            } else {
                long left = until - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(this, left);
                } else if (deadline.compareAndSet(until, FIRED)) {
                    close(guarded);
                }
            }
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("isochrone relay: closing a connection failed");
        }
    }
}
