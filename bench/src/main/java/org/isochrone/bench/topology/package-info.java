/** Topologies that several benchmarks need. */
@NullMarked
package org.isochrone.bench.topology;

import org.jspecify.annotations.NullMarked;
