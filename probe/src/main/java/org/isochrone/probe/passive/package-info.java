/** Round trips that the kernel has seen on real clients' connections: reduced to bursts, without a probe. */
@NullMarked
package org.isochrone.probe.passive;

import org.jspecify.annotations.NullMarked;
