/** Where maps are found besides memcached, and the ladder by which a reader looks for them. */
@NullMarked
package org.isochrone.steering.channel;

import org.jspecify.annotations.NullMarked;
