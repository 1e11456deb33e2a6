/** Decisions by people, which beat the machine. */
@NullMarked
package org.isochrone.steering.override;

import org.jspecify.annotations.NullMarked;
