/** How good estimation and building are, on recorded bursts with known truth. */
@NullMarked
package org.isochrone.steering.evaluate;

import org.jspecify.annotations.NullMarked;
