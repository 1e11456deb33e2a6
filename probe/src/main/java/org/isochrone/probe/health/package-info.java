/** Whether the endpoints of our own zones accept connections. */
@NullMarked
package org.isochrone.probe.health;

import org.jspecify.annotations.NullMarked;
