/** Politeness: how much may be sent, to whom, and to whom never. */
@NullMarked
package org.isochrone.probe.pace;

import org.jspecify.annotations.NullMarked;
