/** A small simulated internet on loopback: real sockets whose delays follow geography. */
@NullMarked
package org.isochrone.app.sim;

import org.jspecify.annotations.NullMarked;
