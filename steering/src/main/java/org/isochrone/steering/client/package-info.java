/** Who the clients are. */
@NullMarked
package org.isochrone.steering.client;

import org.jspecify.annotations.NullMarked;
