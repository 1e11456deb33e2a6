/** Zone files (RFC 1035 section 5), and records between presentation form and wire form. */
@NullMarked
package org.isochrone.pdns.dns.zone;

import org.jspecify.annotations.NullMarked;
