package org.isochrone.probe.http;

/**
 * Where the time of one request went, monotonic nanoseconds. Immutable.
 *
 * @param connectNanos from SYN to SYN-ACK, as this process saw it
 * @param handshakeNanos the TLS handshake; 0 without TLS
 * @param firstByteNanos from the last byte of the request to the first of the answer: the measurement
 */
public record HttpTiming(long connectNanos, long handshakeNanos, long firstByteNanos) {}
