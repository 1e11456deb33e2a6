/** Which targets are due, and the round that probes them. */
@NullMarked
package org.isochrone.probe.plan;

import org.jspecify.annotations.NullMarked;
