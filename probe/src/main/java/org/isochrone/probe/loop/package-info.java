/** One thread that waits for many sockets and points in time. */
@NullMarked
package org.isochrone.probe.loop;

import org.jspecify.annotations.NullMarked;
