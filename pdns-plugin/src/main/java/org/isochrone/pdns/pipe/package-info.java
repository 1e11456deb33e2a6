/** The protocol of PowerDNS's pipe backend, ABI 1 to 5. */
@NullMarked
package org.isochrone.pdns.pipe;

import org.jspecify.annotations.NullMarked;
