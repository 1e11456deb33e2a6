/** The two clocks that measuring needs, passed in. */
@NullMarked
package org.isochrone.probe.clock;

import org.jspecify.annotations.NullMarked;
