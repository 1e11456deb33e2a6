/** What was measured. */
@NullMarked
package org.isochrone.steering.burst;

import org.jspecify.annotations.NullMarked;
