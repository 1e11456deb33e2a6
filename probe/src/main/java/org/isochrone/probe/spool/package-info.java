/** Bursts on disk until the store has them. */
@NullMarked
package org.isochrone.probe.spool;

import org.jspecify.annotations.NullMarked;
