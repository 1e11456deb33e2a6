/** Maps in memcached; the only place that imports a memcached client. */
@NullMarked
package org.isochrone.steering.memcached;

import org.jspecify.annotations.NullMarked;
