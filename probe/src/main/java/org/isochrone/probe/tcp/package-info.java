/** Measuring with TCP handshakes. */
@NullMarked
package org.isochrone.probe.tcp;

import org.jspecify.annotations.NullMarked;
