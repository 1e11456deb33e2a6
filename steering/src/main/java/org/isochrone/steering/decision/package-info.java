/** One answer for (name, client), and every step that led there. */
@NullMarked
package org.isochrone.steering.decision;

import org.jspecify.annotations.NullMarked;
