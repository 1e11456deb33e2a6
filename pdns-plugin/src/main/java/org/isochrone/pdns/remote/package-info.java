/** The protocol of PowerDNS's remote backend: JSON over a UNIX-domain socket. */
@NullMarked
package org.isochrone.pdns.remote;

import org.jspecify.annotations.NullMarked;
