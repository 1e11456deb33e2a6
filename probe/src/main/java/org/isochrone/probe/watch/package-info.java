/** Probing a few addresses for a person who looks on. */
@NullMarked
package org.isochrone.probe.watch;

import org.jspecify.annotations.NullMarked;
