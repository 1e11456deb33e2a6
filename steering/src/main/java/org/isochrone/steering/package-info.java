/** The domain and its rules: topology, estimation, latency maps, decisions, and the ports of what must be stored. */
@NullMarked
package org.isochrone.steering;

import org.jspecify.annotations.NullMarked;
