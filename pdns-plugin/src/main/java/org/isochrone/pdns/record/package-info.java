/** DNS records as neutral data, and names in one canonical form. */
@NullMarked
package org.isochrone.pdns.record;

import org.jspecify.annotations.NullMarked;
