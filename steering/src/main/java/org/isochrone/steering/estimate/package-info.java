/** From bursts to estimates, with provenance and error. */
@NullMarked
package org.isochrone.steering.estimate;

import org.jspecify.annotations.NullMarked;
