/** IP addresses and prefixes in canonical form, and longest-prefix match. */
@NullMarked
package org.isochrone.steering.prefix;

import org.jspecify.annotations.NullMarked;
