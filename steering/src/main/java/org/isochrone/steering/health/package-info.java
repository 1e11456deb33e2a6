/** Whether a zone can be answered. */
@NullMarked
package org.isochrone.steering.health;

import org.jspecify.annotations.NullMarked;
