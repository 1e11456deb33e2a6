/** Messages that carry probes, over sockets of the kernel or of the JDK. */
@NullMarked
package org.isochrone.probe.datagram;

import org.jspecify.annotations.NullMarked;
