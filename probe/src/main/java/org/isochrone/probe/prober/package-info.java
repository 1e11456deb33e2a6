/** Measuring round trips: bursts of probes through one thread and many sockets. */
@NullMarked
package org.isochrone.probe.prober;

import org.jspecify.annotations.NullMarked;
