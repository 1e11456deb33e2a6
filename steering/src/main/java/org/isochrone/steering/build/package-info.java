/** From estimates to a map: ranking, hysteresis, building, and the round that does all of it and publishes. */
@NullMarked
package org.isochrone.steering.build;

import org.jspecify.annotations.NullMarked;
