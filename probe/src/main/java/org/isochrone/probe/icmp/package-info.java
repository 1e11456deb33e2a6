/** Measuring with ICMP echo. */
@NullMarked
package org.isochrone.probe.icmp;

import org.jspecify.annotations.NullMarked;
