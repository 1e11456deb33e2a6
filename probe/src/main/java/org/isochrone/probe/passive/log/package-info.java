/** Access logs that carry the kernel's round-trip times. */
@NullMarked
package org.isochrone.probe.passive.log;

import org.jspecify.annotations.NullMarked;
