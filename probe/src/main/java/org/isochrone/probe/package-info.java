/** Measuring: probers, pacing, targets, health checks, the spool. */
@NullMarked
package org.isochrone.probe;

import org.jspecify.annotations.NullMarked;
