/** The keys that zones are signed with. */
@NullMarked
package org.isochrone.pdns.dnssec;

import org.jspecify.annotations.NullMarked;
