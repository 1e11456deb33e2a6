/** Which pairs of client prefix and zone are measured, how often, and who measures them next. Pure. */
@NullMarked
package org.isochrone.steering.plan;

import org.jspecify.annotations.NullMarked;
