/** The TCP sockets of this host, as the kernel lists them. */
@NullMarked
package org.isochrone.probe.passive.socket;

import org.jspecify.annotations.NullMarked;
