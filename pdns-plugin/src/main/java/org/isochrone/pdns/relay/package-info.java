/** The program that PowerDNS starts as pipe-command: it carries bytes between stdio and the daemon. */
@NullMarked
package org.isochrone.pdns.relay;

import org.jspecify.annotations.NullMarked;
