package org.isochrone.app.sim;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A reply on its way.
 *
 * @param atNanos when it leaves, in {@link System#nanoTime}
 * @param bytes what is sent
 * @param channel from where
 * @param to who asked
 */
record Reply(long atNanos, ByteBuffer bytes, DatagramChannel channel, InetSocketAddress to) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return other instanceof Reply reply
                ? Long.signum(atNanos - reply.atNanos)
                : Long.signum(getDelay(TimeUnit.NANOSECONDS) - other.getDelay(TimeUnit.NANOSECONDS));
    }
}
