/** Benchmarks with their peers; never shipped. */
@NullMarked
package org.isochrone.bench;

import org.jspecify.annotations.NullMarked;
