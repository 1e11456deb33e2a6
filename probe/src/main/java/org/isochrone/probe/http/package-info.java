/** Measuring the time to first byte of endpoints of our own zones. */
@NullMarked
package org.isochrone.probe.http;

import org.jspecify.annotations.NullMarked;
