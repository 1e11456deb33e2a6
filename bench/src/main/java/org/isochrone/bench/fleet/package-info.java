/**
 * A generated fleet: weeks of everything that a database of Isochrone holds, of any size, the same for the same seed.
 */
@NullMarked
package org.isochrone.bench.fleet;

import org.jspecify.annotations.NullMarked;
