/** Small servers that answer probes as a test wants them to. */
@NullMarked
package org.isochrone.probe.testnet;

import org.jspecify.annotations.NullMarked;
