/** The latency map: ranking, versions, encoding, and how it is published. */
@NullMarked
package org.isochrone.steering.map;

import org.jspecify.annotations.NullMarked;
