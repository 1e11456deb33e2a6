/** Servers on UNIX-domain sockets that speak in lines. */
@NullMarked
package org.isochrone.pdns.unix;

import org.jspecify.annotations.NullMarked;
