package org.isochrone.probe.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.isochrone.probe.linux.TcpSocket;
import org.isochrone.probe.loop.Poller;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** The TCP connection of one request. For the loop's thread only. */
interface Transport {
    /** Where connections come from. */
    interface Opener {
        /** Returns what the loop waits with. */
        Poller poller();

        /**
         * Opens a connection that is not connected yet.
         *
         * @param ready hears, with the time, whenever the connect has ended or something can be read
         */
        Transport open(IpFamily family, Optional<IpAddress> source, LongConsumer ready) throws IOException;
    }

    /**
     * Begins to connect.
     *
     * @throws IOException if this machine cannot send
     */
    TcpSocket.Outcome connect(IpAddress address, int port) throws IOException;

    /**
     * Returns how the connect ended, if it did.
     *
     * @throws IOException if it ended without an answer of the target
     */
    TcpSocket.Outcome outcome() throws IOException;

    /** Waits for something to read from now on: the connection stands. */
    void connected() throws IOException;

    /** Returns the round trip of the handshake, nanoseconds. */
    long rttNanos() throws IOException;

    /** Lets the kernel stamp what is written next. */
    void stampRequest() throws IOException;

    /** Writes all of {@code from}. */
    void write(ByteBuffer from) throws IOException;

    /** Reads at most {@code most} bytes; returns how many, 0 if there are none yet, -1 if there will be none. */
    int read(ByteBuffer to, int most) throws IOException;

    /** Returns when the kernel took what was read last from the network, nanoseconds since 1970; 0 if unknown. */
    long arrivedNanos();

    /**
     * Returns when the kernel sent the request, nanoseconds since 1970; 0 if it has not said so since the last call.
     */
    long departedNanos() throws IOException;

    /** Returns how many segments with data have come; empty where nobody counts them. */
    Optional<Integer> dataSegments() throws IOException;

    /** Ends it; once is enough, and more do no harm. */
    void close();
}
