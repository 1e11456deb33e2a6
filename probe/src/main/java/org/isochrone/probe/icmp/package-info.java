/** Measuring with DNS questions; the home of dnsjava in this module. */
@NullMarked
package org.isochrone.probe.icmp;

import org.jspecify.annotations.NullMarked;
