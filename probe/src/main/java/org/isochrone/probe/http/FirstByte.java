package org.isochrone.probe.http;

import org.isochrone.probe.clock.ClockReading;

/**
 * When a byte came. Immutable.
 *
 * @param kernelNanos when the kernel took it from the network, nanoseconds since 1970; 0 if that is not known
 * @param taken the clocks after it was taken from the kernel
 * @param certain whether that is the time of this byte: false if this process was held up while several segments came,
 *     whose times the kernel does not keep apart
 */
record FirstByte(long kernelNanos, ClockReading taken, boolean certain) {}
